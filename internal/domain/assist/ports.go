package assist

import (
	"context"
	"time"
)

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

// Messages tells what can be translated in a conversation that who acts may read.
type Messages interface {
	// Said are messages by their ids, in any order; what is gone or has no text is left out.
	Said(ctx context.Context, conversationID string, ids []string) ([]Said, error)
	// Spoken is the customer's last message that tells a language, one of MinLatin characters if it is in Latin letters and there is
	// such a one; ErrNobodySpoke without any.
	Spoken(ctx context.Context, conversationID string) (Said, error)
}

// TranslatorStore keeps the settings of the translation server. Writes run inside a unit.
type TranslatorStore interface {
	// Translator are the settings with the sealed key; those of DefaultTranslator before anything was saved.
	Translator(ctx context.Context) (Translator, string, error)
	// SaveTranslator writes them and the next version if the stored one is t.Version, else fault.ErrConflict.
	SaveTranslator(ctx context.Context, t Translator, sealed string) error
}

// TranslationStore keeps translations. Writes run inside a unit.
type TranslationStore interface {
	// Translations are those of a conversation into a language, by hash.
	Translations(ctx context.Context, conversationID, target string, hashes []string) (map[string]Kept, error)
	// KeepTranslation adds one, or takes the place of one.
	KeepTranslation(ctx context.Context, conversationID string, k Kept) error
	// ForgetTranslations removes those of a conversation.
	ForgetTranslations(ctx context.Context, conversationID string) error
	// ThinTranslations removes those from before a moment, and the oldest beyond a number.
	ThinTranslations(ctx context.Context, before time.Time, most int) error
}

// Store is all of it.
type Store interface {
	TranslatorStore
	TranslationStore
}

// Server is where texts are translated.
type Server struct{ URL, Key string }

// Rendered is a text in another language, with the one it was in.
type Rendered struct{ Text, Source string }

// Engine speaks with translation servers, and only with those that may be reached.
type Engine interface {
	Check(url string) error
	// Languages are the codes it translates into.
	Languages(ctx context.Context, s Server) ([]string, error)
	// Detect names the language of a text.
	Detect(ctx context.Context, s Server, text string) (string, error)
	// Translate translates texts of one language; source "auto" lets the server find out which, text by text.
	Translate(ctx context.Context, s Server, texts []string, source, target string) ([]Rendered, error)
}

// Sealer seals what must not be read in the database.
type Sealer interface {
	Seal(purpose string, plaintext []byte) string
	Open(purpose, envelope string) ([]byte, error)
}
