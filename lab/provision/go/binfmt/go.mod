module build-sign-action-lab/binfmt

go 1.23
