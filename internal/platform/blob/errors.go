package blob

import "frontdesk/internal/base/fault"


