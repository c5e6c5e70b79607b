package main

import "context"

func bench(context.Context, env) error { return usageError("not here yet") }

func doctor(context.Context, env) error { return usageError("not here yet") }
