package assist

// Stream and type of the event. The id of the stream is that of the workspace.
const (
	Stream          = "translation"
	EventConfigured = "translation.configured"
)

// Configured is its payload.
type Configured struct {
	Enabled bool  `json:"enabled"`
	Version int64 `json:"version"`
}
