package bench

import "context"

func measureInbox(context.Context, *place) ([]Result, error) { return nil, nil }
