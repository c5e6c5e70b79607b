package integration_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/integration/integrationtest"
)

const tenant = "wsp_1"

func TestMemory(t *testing.T) {
	t.Parallel()
	integrationtest.Suite(t, &unit.Memory{}, integrationtest.NewMemory())
}

var errBlocked = fault.Define(fault.Invalid, "test.blocked", "Not this address.", "此地址不可用。")

// outside is the receiver and the clock.
type outside struct {
	now    time.Time
	status int // 0: no answer
	sent   []integration.Request
}

func (o *outside) Now() time.Time { return o.now }

func (o *outside) Check(url string) error {
	if strings.Contains(url, "localhost") {
		return errBlocked.New()
	}
	return nil
}

func (o *outside) Send(_ context.Context, r integration.Request) (integration.Response, error) {
	o.sent = append(o.sent, r)
	if o.status == 0 {
		return integration.Response{}, errors.New("connection refused")
	}
	return integration.Response{Status: o.status, Body: "answer\x00\xff" + strings.Repeat("x", 2000)}, nil
}

func (o *outside) Seal(_ string, plaintext []byte) string { return "sealed:" + string(plaintext) }
func (o *outside) Open(_, envelope string) ([]byte, error) {
	return []byte(strings.TrimPrefix(envelope, "sealed:")), nil
}

func (o *outside) Since(_ context.Context, tenant, _ string, _ int) ([]event.Recorded, string, error) {
	return []event.Recorded{{Event: event.New(tenant, "customer", "cus_1", "customer.created", actor.Ref{}, o.now, nil), Cursor: "c1"}}, "c2", nil
}

type world struct {
	*integration.Service
	*outside
	run *unit.Memory
	t   *testing.T
}

func newWorld(t *testing.T) world {
	o, run, m := &outside{now: integrationtest.Epoch, status: 200}, &unit.Memory{}, integrationtest.NewMemory()
	return world{integration.New(integration.Deps{Run: run, Clock: o, Store: m, Deliveries: m, Sender: o, Sealer: o, Log: o}), o, run, t}
}

func (w world) admin() context.Context {
	return actor.With(w.t.Context(), actor.Actor{
		Tenant: tenant, Kind: actor.User, ID: "usr_1",
		Grants: map[actor.Permission]actor.Level{integration.PermManage: actor.All},
	})
}

// handle feeds one event to the consumer.
func (w world) handle(kind string) {
	w.t.Helper()
	stream, _, _ := strings.Cut(kind, ".")
	e := event.New(tenant, stream, "cnv_1", kind, actor.Ref{Kind: actor.Visitor, ID: "vis_1"}, w.now, map[string]any{"entryId": "ent_1"})
	e.Seq = 7
	check.NoError(w.t, w.run.Do(w.t.Context(), func(ctx context.Context) error {
		apply, err := w.Prepare(ctx, []event.Recorded{{Event: e}})
		if err != nil || apply == nil {
			return err
		}
		return apply(ctx)
	}))
}

// work runs the next job, at its time, and removes it as the runner would.
func (w world) work() bool {
	w.t.Helper()
	jobs := w.run.Jobs()
	if len(jobs) == 0 {
		return false
	}
	j := jobs[0]
	if j.RunAt.After(w.now) {
		w.outside.now = j.RunAt
	}
	ctx := actor.With(w.t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Job, ID: "job"})
	check.NoError(w.t, w.Deliver(ctx, j))
	after := w.run.Jobs()
	if len(after) > 0 && after[0].RunAt.Equal(j.RunAt) {
		check.NoError(w.t, w.run.Do(ctx, func(ctx context.Context) error { return unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject) }))
	}
	return true
}

func (w world) deliveries(webhookID string) []integration.Delivery {
	w.t.Helper()
	return check.Must(w.ListDeliveries(w.admin(), webhookID, page.Request{}))(w.t).Items
}

func TestDelivery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := check.Must(w.Create(w.admin(), "https://a.example/hook", "", []string{"conversation.*"}))(t)
	w.handle("conversation.message_added")
	w.handle("customer.created")
	w.handle("notice.added")
	check.Equal(t, len(w.run.Jobs()), 1)
	for w.work() {
	}
	check.Equal(t, len(w.sent), 1)
	r := w.sent[0]
	check.NoError(t, integration.Verify(r.Header[integration.HeaderID], r.Header[integration.HeaderTimestamp],
		r.Header[integration.HeaderSignature], r.Body, c.Secret, w.now))
	var body integration.Envelope
	check.NoError(t, json.Unmarshal(r.Body, &body))
	check.Equal(t, body, integration.Envelope{Type: "conversation.message_added", Timestamp: w.now, Data: integration.Told{
		Stream: "conversation", StreamID: "cnv_1", Seq: 7, Version: 1, Actor: actor.Ref{Kind: actor.Visitor, ID: "vis_1"},
		Fields: json.RawMessage(`{"entryId":"ent_1"}`),
	}})
	d := w.deliveries(c.ID)[0]
	check.Equal(t, []any{d.Status, d.Attempts, d.LastStatus, d.ID}, []any{integration.Delivered, 1, 200, r.Header[integration.HeaderID]})
	if !fault.Storable(d.Response) || len([]rune(d.Response)) != 1000 {
		t.Fatalf("the answer is kept as %q", d.Response)
	}

	again := check.Must(w.Replay(w.admin(), c.ID, d.ID))(t)
	check.Equal(t, again.Status, integration.Pending)
	_, err := w.Replay(w.admin(), c.ID, d.ID)
	check.Fault(t, err, integration.ErrUnderWay)
	w.work()
	check.Equal(t, w.sent[1].Header[integration.HeaderID], r.Header[integration.HeaderID])
	check.Equal(t, string(w.sent[1].Body), string(r.Body))
	check.Equal(t, w.run.Types(), []string{integration.EventCreated})
}

func TestRetriesAndSwitchingOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := check.Must(w.Create(w.admin(), "https://a.example/hook", "", []string{"*"}))(t)
	w.outside.status = 0
	w.handle("customer.created")
	start := w.now
	var at []time.Duration
	for w.work() {
		at = append(at, w.now.Sub(start))
	}
	s, m, h := time.Second, time.Minute, time.Hour
	check.Equal(t, at, []time.Duration{0, 5 * s, 5*s + 5*m, 5*s + 35*m, 5*s + 35*m + 2*h, 5*s + 35*m + 7*h, 5*s + 35*m + 17*h, 5*s + 35*m + 27*h})
	d := w.deliveries(c.ID)[0]
	check.Equal(t, []any{d.Status, d.Attempts, d.LastError}, []any{integration.Failed, 8, "internal"})
	check.Equal(t, *check.Must(w.List(w.admin()))(t)[0].FailingSince, start)

	// One good answer forgets the failures.
	w.outside.status = 204
	w.handle("customer.created")
	w.work()
	check.Equal(t, check.Must(w.List(w.admin()))(t)[0].FailingSince, (*time.Time)(nil))

	// Five days without one switch it off.
	w.outside.status = 500
	w.handle("customer.created")
	w.work()
	w.outside.now = w.now.Add(5 * 24 * h)
	w.work()
	off := check.Must(w.List(w.admin()))(t)[0]
	check.Equal(t, []any{off.Enabled, off.DisabledReason, off.Version}, []any{false, "failing", int64(2)})
	for w.work() {
	}
	stopped := 0
	for _, d := range w.deliveries(c.ID) {
		if d.LastError == integration.ErrOff.Code && d.Status == integration.Failed {
			stopped++
		}
	}
	check.Equal(t, stopped, 1)
	w.handle("customer.created")
	check.Equal(t, len(w.run.Jobs()), 0)
	check.Equal(t, w.run.Types(), []string{integration.EventCreated, integration.EventDisabled})

	on := true
	back := check.Must(w.Update(w.admin(), c.ID, integration.Edit{Version: 2, Enabled: &on}))(t)
	check.Equal(t, []any{back.Enabled, back.DisabledReason, back.Secret}, []any{true, "", ""})
	w.outside.status = 410
	w.handle("customer.created")
	w.work()
	check.Equal(t, check.Must(w.List(w.admin()))(t)[0].DisabledReason, "gone")
}

func TestRotationSignsWithBothSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := check.Must(w.Create(w.admin(), "https://a.example/hook", "", []string{"*"}))(t)
	n := check.Must(w.Update(w.admin(), c.ID, integration.Edit{Version: 1, RotateSecret: true}))(t)
	d := check.Must(w.Test(w.admin(), c.ID))(t)
	check.Equal(t, []any{d.EventType, d.Status, d.Attempts}, []any{"webhook.test", integration.Delivered, 1})
	r := w.sent[0]
	for _, secret := range []string{c.Secret, n.Secret} {
		check.NoError(t, integration.Verify(d.ID, strconv.FormatInt(w.now.Unix(), 10), r.Header[integration.HeaderSignature], r.Body, secret, w.now))
	}
	w.outside.now = w.now.Add(25 * time.Hour)
	w.outside.status = 500
	check.Equal(t, check.Must(w.Test(w.admin(), c.ID))(t).Status, integration.Failed)
	check.Fault(t, integration.Verify(w.sent[1].Header[integration.HeaderID], strconv.FormatInt(w.now.Unix(), 10),
		w.sent[1].Header[integration.HeaderSignature], w.sent[1].Body, c.Secret, w.now), integration.ErrSignature)
	check.Equal(t, len(w.run.Jobs()), 0) // a trial is not repeated, and does not count as failing
	check.Equal(t, check.Must(w.List(w.admin()))(t)[0].FailingSince, (*time.Time)(nil))
	check.Equal(t, w.run.Types(), []string{integration.EventCreated, integration.EventSecretRotated})
}

func TestInputAndPermissions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Create(w.admin(), "http://localhost/", "", []string{"*"})
	check.FieldFault(t, err, "url", errBlocked)
	_, err = w.Create(w.admin(), "https://a.example", "", nil)
	check.FieldFault(t, err, "events", fault.ErrRequired)
	for _, bad := range []string{"", "conversation", "conversation.", "*.opened", "Conversation.x", "a.b.c", "conversation.op*"} {
		_, err = w.Create(w.admin(), "https://a.example", "", []string{bad})
		check.FieldFault(t, err, "events", integration.ErrPattern)
	}
	c := check.Must(w.Create(w.admin(), "https://a.example", "", []string{"*"}))(t)
	_, err = w.Update(w.admin(), c.ID, integration.Edit{Version: 9})
	check.Fault(t, err, fault.ErrConflict)
	for range integration.MaxWebhooks - 1 {
		check.Must(w.Create(w.admin(), "https://a.example", "", []string{"*"}))(t)
	}
	_, err = w.Create(w.admin(), "https://a.example", "", []string{"*"})
	check.Fault(t, err, integration.ErrTooMany)

	p := check.Must(w.Events(w.admin(), "", 10))(t)
	check.Equal(t, []any{p.Next, p.Items[0].Cursor, p.Items[0].Type, string(p.Items[0].Fields)}, []any{"c2", "c1", "customer.created", "null"})
	nobody := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_2"})
	for name, err := range map[string]error{
		"list":   second(w.List(nobody)),
		"create": second(w.Create(nobody, "https://a.example", "", []string{"*"})),
		"update": second(w.Update(nobody, c.ID, integration.Edit{})),
		"delete": w.Delete(nobody, c.ID),
		"log":    second(w.ListDeliveries(nobody, c.ID, page.Request{})),
		"replay": second(w.Replay(nobody, c.ID, "dlv_1")),
		"test":   second(w.Test(nobody, c.ID)),
		"events": second(w.Events(nobody, "", 1)),
	} {
		if !fault.Has(err, fault.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	check.NoError(t, w.Delete(w.admin(), c.ID))
}

func second[T any](_ T, err error) error { return err }
