module my-app

// Not newer than the Go in the builder image.
go 1.22
