package live_test

import "frontdesk/internal/base/fault"

var errEpoch = fault.Define(fault.Gone, "test.epoch", "gone", "没有了")
