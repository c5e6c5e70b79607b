package egress

import "frontdesk/internal/base/fault"


