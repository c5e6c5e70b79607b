package ports

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
)

// Originals is audit.Originals: personal data as it is, read with the permissions of who acts.
type Originals struct {
	Customers     *customer.Service
	Conversations *conversation.Service
}

// CustomerFields are the fields of a customer.
func (o Originals) CustomerFields(ctx context.Context, customerID string) (audit.Original, error) {
	c, err := o.Customers.Get(ctx, customerID)
	if err != nil {
		return audit.Original{}, err
	}
	values := map[string]string{"name": c.Name, "email": c.Email, "phone": c.Phone, "company": c.Company, "note": c.Note}
	for name, value := range c.Attributes {
		if number, ok := value.(float64); ok {
			value = strconv.FormatFloat(number, 'f', -1, 64)
		}
		values["attributes."+name] = fmt.Sprint(value)
	}
	for i, identity := range c.Identities {
		values[fmt.Sprintf("identities.%d", i)] = identity.Value
	}
	return audit.Original{CustomerID: c.ID, Values: values}, nil
}

// EntryFields are the texts of an entry.
func (o Originals) EntryFields(ctx context.Context, conversationID, entryID string) (audit.Original, error) {
	c, e, err := o.Conversations.Entry(ctx, conversationID, entryID)
	if err != nil {
		return audit.Original{}, err
	}
	values := map[string]string{"body": e.Body}
	if e.Quote != nil {
		values["quote"] = e.Quote.Excerpt
	}
	for i, f := range e.Attachments {
		values[fmt.Sprintf("attachments.%d", i)] = f.Name
	}
	return audit.Original{CustomerID: c.CustomerID, ConversationID: c.ID, Values: values}, nil
}

// CallBackFields is the number at which the customer of a conversation wants to be called.
func (o Originals) CallBackFields(ctx context.Context, conversationID string) (audit.Original, error) {
	c, w, err := o.Conversations.CallBackOf(ctx, conversationID)
	if err != nil {
		return audit.Original{}, err
	}
	return audit.Original{CustomerID: c.CustomerID, ConversationID: c.ID, Values: map[string]string{"phone": w.Phone}}, nil
}

// RevealRules is audit.RevealRules, from the settings of the workspace.
type RevealRules struct{ Account *account.Service }

// RevealRules are what the workspace has set.
func (r RevealRules) RevealRules(ctx context.Context) (reason bool, shown time.Duration, err error) {
	ctx, err = asSystem(ctx)
	if err != nil {
		return false, 0, err
	}
	w, err := r.Account.Workspace(ctx)
	return w.Settings.RevealReason, w.Settings.RevealFor(), err
}
