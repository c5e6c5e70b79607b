package arch

// law is one rule: what it is called and what it finds.
type law struct {
	name  string
	check func(*Tree) []string
}

// laws are all the rules, in the order of the page they come from.
var laws = []law{
	{"floors", floors},
	{"test helpers", testHelpers},
	{"foreign walls", foreignWalls},
	{"standard walls", standardWalls},
	{"file sizes", fileSizes},
	{"function sizes", functionSizes},
	{"constructors", constructors},
	{"ports", ports},
	{"setters", setters},
	{"names", names},
	{"docs", docs},
	{"house map", houseMap},
	{"goroutines", goroutines},
	{"dialects", dialects},
	{"faults", faults},
	{"subjects", subjects},
	{"migrations", migrations},
	{"tables", tables},
	{"sql at home", sqlAtHome},
	{"operations", operations},
	{"modules", modules},
	{"web lock", webLock},
	{"excuses", excuses},
	{"skips", skips},
}
