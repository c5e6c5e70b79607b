package arch

// The budgets. Raising one needs a line in an ADR that says why.
const (
	maxFileLines        = 500
	maxFunctionLines    = 80
	maxTestLines        = 120 // a test function may hold its own table
	maxConstructorNeeds = 8
	maxPortMethods      = 6
	maxDialectBranches  = 30
	maxDirectModules    = 30
	maxExcuses          = 80 // "//nolint" comments, each with its reason
)
