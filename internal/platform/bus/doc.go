// Package bus carries wake-ups, live frames and requests between the roles. It never owns truth: whoever loses messages
// reads them again from the database, and OnGap tells when that may have happened.
//
// By default the bus runs inside the program, without a port; a cluster is used when addresses are configured. The code
// on both sides is the same, and roles talk over the bus also inside one process.
//
// Publish and Subscribe are fire and forget, in order per publisher. Request and Serve are question and answer: the actor
// and the time that is left travel with the question, a fault travels back with its code, its sentences and its fields.
// A fault that came over the bus has the kind and code of the original; compare these, not the *fault.Def, unless it is
// one of base/fault. Only processes of this product may reach the bus: what it says about the actor is believed.
package bus
