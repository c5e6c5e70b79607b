// Package shop is the demo shop: the site of a company that has the widget on it. It is a separate small site on purpose,
// with a strict content security policy and no part of the product in its pages but the one script tag.
package shop
