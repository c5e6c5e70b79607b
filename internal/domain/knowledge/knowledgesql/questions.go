package knowledgesql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/db"
)

const questionColumns = `id, category_id, zh, en, status, hot, internal, valid_from, valid_until, uses, helped, not_helped, edited_by,
	created_at, updated_at, version, zh_ask, zh_typed, zh_said, en_ask, en_typed, en_said`

func scanQuestion(r db.Row) (knowledge.Question, error) {
	var q knowledge.Question
	var zh, en string
	var from, until time.Time
	if err := r.Scan(&q.ID, &q.CategoryID, &zh, &en, (*string)(&q.Status), &q.Hot, &q.Internal, &from, &until, &q.Uses, &q.Helped, &q.NotHelped,
		&q.EditedBy, &q.CreatedAt, &q.UpdatedAt, &q.Version, &q.ZhSound.Ask, &q.ZhSound.Typed, &q.ZhSound.Said,
		&q.EnSound.Ask, &q.EnSound.Typed, &q.EnSound.Said); err != nil {
		return q, err
	}
	q.ValidFrom, q.ValidUntil = db.Optional(from), db.Optional(until)
	if err := written(zh, &q.Zh); err != nil {
		return q, err
	}
	return q, written(en, &q.En)
}

// written reads a text as it is stored; one that is missing is stored as nothing.
func written(raw string, t *knowledge.Text) error {
	t.Alternatives = []string{}
	if raw == "" {
		return nil
	}
	return json.Unmarshal([]byte(raw), t)
}

func writing(t knowledge.Text) (string, error) {
	if t.Question == "" && t.Answer == "" && len(t.Alternatives) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(t)
	return string(raw), err
}

// InsertQuestion implements knowledge.QuestionRows.
func (s *Store) InsertQuestion(ctx context.Context, q knowledge.Question) error {
	tenant, zh, en, err := forQuestion(ctx, q)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO knowledge_questions (tenant, `+questionColumns+`)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23)`,
		tenant, q.ID, q.CategoryID, zh, en, q.Status, q.Hot, q.Internal, q.ValidFrom, q.ValidUntil, q.Uses, q.Helped, q.NotHelped,
		q.EditedBy, q.CreatedAt, q.UpdatedAt, q.Version, q.ZhSound.Ask, q.ZhSound.Typed, q.ZhSound.Said,
		q.EnSound.Ask, q.EnSound.Typed, q.EnSound.Said)
}

func forQuestion(ctx context.Context, q knowledge.Question) (tenant, zh, en string, err error) {
	if tenant, err = actor.Tenant(ctx); err != nil {
		return "", "", "", err
	}
	if zh, err = writing(q.Zh); err != nil {
		return "", "", "", err
	}
	en, err = writing(q.En)
	return tenant, zh, en, err
}

// Question implements knowledge.QuestionRows.
func (s *Store) Question(ctx context.Context, id string) (knowledge.Question, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return knowledge.Question{}, err
	}
	q, err := db.One(ctx, s.d, scanQuestion, `SELECT `+questionColumns+` FROM knowledge_questions WHERE tenant=$1 AND id=$2`, tenant, id)
	return q, db.NoRow(err, knowledge.ErrQuestionNotFound)
}

// UpdateQuestion implements knowledge.QuestionRows.
func (s *Store) UpdateQuestion(ctx context.Context, q knowledge.Question) error {
	tenant, zh, en, err := forQuestion(ctx, q)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE knowledge_questions SET category_id=$4, zh=$5, en=$6, status=$7, hot=$8, internal=$9,
		valid_from=$10, valid_until=$11, edited_by=$12, updated_at=$13, zh_ask=$14, zh_typed=$15, zh_said=$16, en_ask=$17, en_typed=$18,
		en_said=$19, version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`,
		tenant, q.ID, q.Version, q.CategoryID, zh, en, q.Status, q.Hot, q.Internal, q.ValidFrom, q.ValidUntil, q.EditedBy, q.UpdatedAt,
		q.ZhSound.Ask, q.ZhSound.Typed, q.ZhSound.Said, q.EnSound.Ask, q.EnSound.Typed, q.EnSound.Said)
}

// DeleteQuestion implements knowledge.QuestionRows.
func (s *Store) DeleteQuestion(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, knowledge.ErrQuestionNotFound.New(), `DELETE FROM knowledge_questions WHERE tenant=$1 AND id=$2`, tenant, id)
}

// CountQuestions implements knowledge.QuestionRows.
func (s *Store) CountQuestions(ctx context.Context) (int, error) {
	return s.count(ctx, `knowledge_questions`)
}

// ListQuestions implements knowledge.QuestionRows.
func (s *Store) ListQuestions(ctx context.Context, f knowledge.QuestionFilter, p page.Request) (page.Of[knowledge.Question], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[knowledge.Question]{}, err
	}
	where, args := `tenant=$1`, []any{tenant}
	with := func(condition string, value any) {
		args = append(args, value)
		where += ` AND ` + condition + mark(len(args))
	}
	if f.Categories != nil {
		where += ` AND category_id IN ` + db.List(&args, f.Categories)
	}
	if f.Status != "" {
		with(`status=`, f.Status)
	}
	if f.Hot {
		with(`hot=`, true)
	}
	switch f.Missing {
	case "zh":
		with(`zh=`, "")
	case "en":
		with(`en=`, "")
	}
	rank := `0`
	if f.Query != "" {
		args = append(args, like(f.Query)+"%", "%"+like(f.Query)+"%")
		begins, holds := ` LIKE `+mark(len(args)-1)+` ESCAPE '\'`, ` LIKE `+mark(len(args))+` ESCAPE '\'`
		where += ` AND (zh_ask` + holds + ` OR en_ask` + holds + ` OR zh_typed` + holds + ` OR en_typed` + holds + ` OR zh_said` + holds + ` OR en_said` + holds + `)`
		rank = `CASE WHEN zh_ask` + begins + ` OR en_ask` + begins + ` THEN 0 WHEN zh_typed` + begins + ` OR en_typed` + begins +
			` THEN 1 WHEN zh_ask` + holds + ` OR en_ask` + holds + ` THEN 2 ELSE 3 END`
	}
	return s.listed(ctx, rank, where, args, p)
}

type rankedQuestion struct {
	knowledge.Question
	rank int64
}

// listed reads a page: the best first, and among equals what was changed last.
func (s *Store) listed(ctx context.Context, rank, where string, args []any, p page.Request) (page.Of[knowledge.Question], error) {
	var at, changed int64
	var id, beyond string
	more, err := page.Decode(p.Cursor, &at, &changed, &id)
	if err != nil {
		return page.Of[knowledge.Question]{}, err
	}
	if more {
		args = append(args, -at, changed, id)
		n := len(args)
		beyond = ` WHERE (-rank, updated_at, id) < (` + mark(n-2) + `, ` + mark(n-1) + `, ` + mark(n) + `)`
		if rank == `0` { // the index gives the order
			where += ` AND 0=` + mark(n-2) + ` AND (updated_at, id) < (` + mark(n-1) + `, ` + mark(n) + `)`
			beyond = ``
		}
	}
	args = append(args, p.Size()+1)
	order := ` ORDER BY -rank DESC, updated_at DESC, id DESC`
	if rank == `0` {
		order = ` ORDER BY updated_at DESC, id DESC`
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (rankedQuestion, error) {
		var out rankedQuestion
		q, err := scanQuestion(with{r, &out.rank})
		out.Question = q
		return out, err
	}, `SELECT `+questionColumns+`, rank FROM (SELECT `+questionColumns+`, `+rank+` AS rank FROM knowledge_questions WHERE `+where+`) AS found`+
		beyond+order+` LIMIT `+mark(len(args)), args...)
	cut := page.Cut(rows, p.Size(), func(q rankedQuestion) []any { return []any{q.rank, q.UpdatedAt.UnixMicro(), q.ID} })
	out := page.Of[knowledge.Question]{Items: make([]knowledge.Question, 0, len(cut.Items)), Next: cut.Next}
	for _, q := range cut.Items {
		out.Items = append(out.Items, q.Question)
	}
	return out, err
}
