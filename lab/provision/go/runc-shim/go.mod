module build-sign-action-lab/runc-shim

go 1.23
