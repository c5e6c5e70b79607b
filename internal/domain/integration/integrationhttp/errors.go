package integrationhttp

import "frontdesk/internal/base/fault"

// errNoAnswer says that there was no answer at all; why is in its cause, for the log only.
var errNoAnswer = fault.Define(fault.Unavailable, "webhook.no_answer", "The receiver did not answer.", "接收方没有响应。")
