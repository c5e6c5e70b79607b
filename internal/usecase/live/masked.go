package live

import (
	"frontdesk/internal/base/personal"
)

// shapes are the two forms of a piece of JSON: as it is, and for those from whom personal data is hidden. masked is nil
// where nothing had to be hidden, which is nearly always: then both get the same bytes.
type shapes struct{ plain, masked []byte }

// shape makes the forms of a view. Personal data is looked for once, however many sockets there are.
func shape[T any](v T) shapes {
	out := shapes{plain: encode(v)}
	if hidden, changed := personal.View(v); changed {
		out.masked = encode(hidden)
	}
	return out
}

// hidden is the form without personal data.
func (s shapes) hidden() []byte {
	if s.masked == nil {
		return s.plain
	}
	return s.masked
}

// toEach sends each part of an audience its form.
func (s *Service) toEach(tenant, audience string, frame shapes) error {
	if err := s.out.Publish(tenant, audience, frame.plain); err != nil {
		return err
	}
	return s.out.Publish(tenant, AudienceMasked(audience), frame.hidden())
}

// toBoth sends a frame without personal data to the whole audience.
func (s *Service) toBoth(tenant, audience string, frame []byte) error {
	return s.toEach(tenant, audience, shapes{plain: frame})
}
