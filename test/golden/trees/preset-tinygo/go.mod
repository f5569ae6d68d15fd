module my-app

// Not newer than the Go in the builder image: each TinyGo takes a range of Go versions.
go 1.22
