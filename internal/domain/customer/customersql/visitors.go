package customersql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
)

const visitorColumns = `id, customer_id, channel_id, device, browser, system, locale, timezone, referrer, entry_page, verified,
	created_at, last_seen_at, privacy_version, privacy_at`

func scanVisitor(r db.Row) (customer.Visitor, error) {
	var v customer.Visitor
	var privacy int64
	err := r.Scan(&v.ID, &v.CustomerID, &v.ChannelID, &v.Device, &v.Browser, &v.System, &v.Locale, &v.Timezone, &v.Referrer,
		&v.EntryPage, &v.Verified, &v.CreatedAt, &v.LastSeenAt, &privacy, &v.PrivacyAt)
	v.PrivacyVersion = int(privacy)
	return v, err
}

// InsertVisitor implements customer.Visitors.
func (s *Store) InsertVisitor(ctx context.Context, v customer.Visitor) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.keep(ctx, tenant, v)
	return s.d.Exec(ctx, `INSERT INTO customer_visitors (tenant, `+visitorColumns+`, page_seq)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,0)`,
		tenant, v.ID, v.CustomerID, v.ChannelID, v.Device, v.Browser, v.System, v.Locale, v.Timezone, v.Referrer, v.EntryPage,
		v.Verified, v.CreatedAt, v.LastSeenAt, v.PrivacyVersion, v.PrivacyAt)
}

// UpdateVisitor implements customer.Visitors.
func (s *Store) UpdateVisitor(ctx context.Context, v customer.Visitor) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.keep(ctx, tenant, v)
	return s.d.ExecOne(ctx, customer.ErrVisitorNotFound.New(), `UPDATE customer_visitors SET customer_id=$3, channel_id=$4, device=$5,
		browser=$6, system=$7, locale=$8, timezone=$9, referrer=$10, entry_page=$11, verified=$12, last_seen_at=$13, privacy_version=$14, privacy_at=$15
		WHERE tenant=$1 AND id=$2`,
		tenant, v.ID, v.CustomerID, v.ChannelID, v.Device, v.Browser, v.System, v.Locale, v.Timezone, v.Referrer, v.EntryPage,
		v.Verified, v.LastSeenAt, v.PrivacyVersion, v.PrivacyAt)
}

// keep remembers a visitor as it was just written.
func (s *Store) keep(ctx context.Context, tenant string, v customer.Visitor) {
	s.visitors.Change(ctx, visitorKey(tenant, v.ID), func(customer.Visitor, bool) (customer.Visitor, bool) { return v, true })
}

// Visitor implements customer.Visitors. Outside a unit it may be some seconds old: when it was last seen, and what another
// node has changed.
func (s *Store) Visitor(ctx context.Context, id string) (customer.Visitor, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return customer.Visitor{}, err
	}
	v, err := s.visitors.Get(ctx, visitorKey(tenant, id), func(ctx context.Context) (customer.Visitor, error) {
		return db.One(ctx, s.d, scanVisitor, `SELECT `+visitorColumns+` FROM customer_visitors WHERE tenant=$1 AND id=$2`, tenant, id)
	})
	return v, db.NoRow(err, customer.ErrVisitorNotFound)
}

// VisitorsOf implements customer.Visitors.
func (s *Store) VisitorsOf(ctx context.Context, customerID string) ([]customer.Visitor, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanVisitor, `SELECT `+visitorColumns+` FROM customer_visitors
		WHERE tenant=$1 AND customer_id=$2 AND customer_id<>'' ORDER BY last_seen_at DESC, id DESC LIMIT 20`, tenant, customerID)
}

// AddPage implements customer.Visitors. The counter on the visitor's row orders page views of several tabs. No statement
// waits for the answer of another one.
func (s *Store) AddPage(ctx context.Context, visitorID string, p customer.PageView) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.ExecOne(ctx, customer.ErrVisitorNotFound.New(), `UPDATE customer_visitors SET page_seq=page_seq+1, last_seen_at=$3
		WHERE tenant=$1 AND id=$2`, tenant, visitorID, p.At); err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `INSERT INTO customer_page_views (tenant, visitor_id, seq, url, title, at)
		SELECT tenant, id, page_seq, $3, $4, last_seen_at FROM customer_visitors WHERE tenant=$1 AND id=$2`,
		tenant, visitorID, p.URL, p.Title); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM customer_page_views WHERE tenant=$1 AND visitor_id=$2
		AND seq<=(SELECT page_seq FROM customer_visitors WHERE tenant=$1 AND id=$2)-$3`, tenant, visitorID, customer.PagesKept)
}

// Pages implements customer.Visitors.
func (s *Store) Pages(ctx context.Context, customerID string) ([]customer.PageView, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (customer.PageView, error) {
		var p customer.PageView
		err := r.Scan(&p.URL, &p.Title, &p.At)
		return p, err
	}, `SELECT p.url, p.title, p.at FROM customer_visitors v JOIN customer_page_views p ON p.tenant=v.tenant AND p.visitor_id=v.id
		WHERE v.tenant=$1 AND v.customer_id=$2 AND v.customer_id<>'' ORDER BY p.at DESC, p.seq DESC LIMIT $3`,
		tenant, customerID, customer.PagesKept)
}
