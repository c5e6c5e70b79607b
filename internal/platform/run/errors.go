package run

import "frontdesk/internal/base/fault"


