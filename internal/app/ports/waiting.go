package ports

import (
	"context"
	"strings"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/customer"
)

// CallPeople is waiting.People.
type CallPeople struct {
	Account   *account.Service
	Customers *customer.Service
}

// Phone is the number of a customer, "" when none is known.
func (p CallPeople) Phone(ctx context.Context, customerID string) (string, error) {
	list, err := p.Customers.Lookup(ctx, []string{customerID})
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].Phone, nil
}

// CountryCode is that of the country in whose time the workspace lives.
func (p CallPeople) CountryCode(ctx context.Context) (string, error) {
	w, err := p.Account.Workspace(ctx)
	return countryCodes[w.Timezone], err
}

// countryCodes are those of the countries of time zones. Where a zone is not named, numbers are written with their code.
var countryCodes = func() map[string]string {
	out := map[string]string{}
	for code, zones := range map[string]string{
		"86":  "Asia/Shanghai Asia/Chongqing Asia/Harbin Asia/Urumqi Asia/Kashgar PRC",
		"852": "Asia/Hong_Kong Hongkong",
		"853": "Asia/Macau Asia/Macao",
		"886": "Asia/Taipei ROC",
		"65":  "Asia/Singapore Singapore",
		"60":  "Asia/Kuala_Lumpur Asia/Kuching",
		"81":  "Asia/Tokyo Japan",
		"82":  "Asia/Seoul ROK",
		"66":  "Asia/Bangkok",
		"84":  "Asia/Ho_Chi_Minh Asia/Saigon",
		"62":  "Asia/Jakarta Asia/Makassar",
		"63":  "Asia/Manila",
		"91":  "Asia/Kolkata Asia/Calcutta",
		"971": "Asia/Dubai",
		"1": "America/New_York America/Detroit America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage " +
			"Pacific/Honolulu America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax US/Eastern US/Central US/Mountain US/Pacific",
		"52": "America/Mexico_City",
		"55": "America/Sao_Paulo",
		"44": "Europe/London",
		"49": "Europe/Berlin",
		"33": "Europe/Paris",
		"34": "Europe/Madrid",
		"31": "Europe/Amsterdam",
		"41": "Europe/Zurich",
		"43": "Europe/Vienna",
		"61": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth Australia/Adelaide",
		"64": "Pacific/Auckland",
	} {
		for zone := range strings.FieldsSeq(zones) {
			out[zone] = code
		}
	}
	return out
}()
