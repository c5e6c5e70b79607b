package assist

import "context"

// Said is a message as this domain sees it.
type Said struct {
	ID   string
	Body string
	Lang string // by its letters; "" when they do not tell
}

// Conversations tells what was said in a conversation that who acts may read.
type Conversations interface {
	// Unanswered are the last messages of the customer that nobody has answered, the newest first.
	Unanswered(ctx context.Context, conversationID string, limit int) ([]Said, error)
}
