package secret

import "frontdesk/internal/base/fault"


