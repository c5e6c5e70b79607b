package knowledge

import (
	"strings"
	"unicode"
)

// What a sentence is about: its words without those that every sentence has. Chinese, Japanese and Korean are taken in pairs of
// characters, broken where such a word stood; other words lose their endings, so that "refunds" and "refund" are the same.

// fillers are Chinese words that say nothing about the matter. Single characters are only those that are seldom part of a word that does.
var fillers = strings.NewReplacer(pairsWithGap(`
	你们好 您好啊 你好啊 你好 您好 亲亲 哈喽 在吗 在不在 有人吗 请问一下 请问 请教 请帮我 请帮 麻烦您 麻烦你 麻烦 谢谢您 谢谢你 谢谢 多谢 感谢 不好意思
	我想问一下 想问一下 我想问 想问 问一下 问下 一下 咨询 我想要 我想 我要 我的 我们 你们 您们 他们 咱们 你家 您家 帮我 帮忙 给我
	能不能够 能不能 可不可以 是不是 有没有 会不会 要不要 可以 能否 可否 是否 应该 需要
	怎么办 怎么样 怎么回事 怎么 怎样 如何 为什么 为啥 什么时候 什么 啥时候 多少 哪里 哪儿 哪个 这个 那个 这些 那些 这样 那样 这里 那里
	现在 目前 已经 然后 但是 因为 所以 如果 还没有 还没 还是 没有 一直 一个 了解 知道 告诉 的话 情况 订单号 单号 编号
	的 了 吗 呢 吧 啊 呀 哦 嗯 噢 嘛 啦 呗 哈 我 你 您 他 她 它 是 把 被 就 都 也 很 这 那 哪 么`)...)

func pairsWithGap(list string) []string {
	var out []string
	for _, w := range strings.Fields(list) {
		out = append(out, w, " ")
	}
	return out
}

// little are English words that say nothing about the matter.
var little = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`a about after again all also am an and any anyone are as at be because been before being but by can cannot can't could did didn't do
		does doesn't doing don't else for from get give go got had has hasn't have haven't he hello help her here hey hi him his how i i'd i'll i'm i've if in into is isn't it
		it's its just kindly know let like long lot many may me might more much my need no not now number of off ok okay on one or our out over please possible question she should so some
		somebody someone something such tell than thank thanks that that's the their them then there these they thing this those to too told up us very want wanted was way we
		were what what's when where which while who whom why will with would yes yet you your`) {
		out[w] = true
	}
	return out
}()

// maxGist bounds the work for one text.
const maxGist = 64

// term is a word of a gist. What stands together between words that say nothing is one expression, mostly the name of a thing.
type term struct {
	text string
	part float64 // of a whole word, as it counts in its expression
	name int     // number of a long expression, whose terms are one word together; 0 for a word of its own
}

const (
	// wordy is how many words an expression counts at most: the name of a product must not outweigh what is asked about it.
	wordy = 2
	// long is from how many terms on an expression is a name.
	long = 4
)

// gist are the terms of a folded text that say what it is about, each once.
func gist(folded string) []term {
	var out []term
	seen := map[string]bool{}
	for _, e := range expressions(fillers.Replace(folded)) {
		name := 0
		if len(e) >= long {
			name = len(out) + 1
		}
		for _, t := range e {
			if !seen[t] && len(out) < maxGist {
				seen[t] = true
				out = append(out, term{t, min(1, wordy/float64(len(e))), name})
			}
		}
	}
	return out
}

// expressions are the words of a text, in groups that end where a word was that says nothing, at punctuation, and before
// characters that stand apart.
func expressions(s string) [][]string {
	var out [][]string
	var now []string
	end := func() {
		if len(now) > 0 {
			out, now = append(out, now), nil
		}
	}
	for _, clause := range strings.FieldsFunc(s, func(r rune) bool { return !inWord(r) && !unicode.IsSpace(r) }) {
		for _, run := range strings.Fields(clause) {
			for i, part := range byScript(run) {
				switch {
				case ideographic(part[0]):
					if i == 0 {
						end()
					}
					now = append(now, pairs(part)...)
				default:
					if w := stem(string(part)); w != "" {
						now = append(now, w)
					} else {
						end()
					}
				}
			}
		}
		end()
	}
	return out
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '\'' || r == '’'
}

func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// byScript cuts where characters and letters meet.
func byScript(run string) [][]rune {
	var out [][]rune
	for _, r := range run {
		if last := len(out) - 1; last >= 0 && ideographic(out[last][0]) == ideographic(r) {
			out[last] = append(out[last], r)
		} else {
			out = append(out, []rune{r})
		}
	}
	return out
}

func pairs(part []rune) []string {
	if len(part) == 1 {
		return []string{string(part)}
	}
	out := make([]string, 0, len(part)-1)
	for i := range len(part) - 1 {
		out = append(out, string(part[i:i+2]))
	}
	return out
}

// stem takes the commonest endings off an English word; "" for one that says nothing. Numbers say which order, not what about it.
func stem(w string) string {
	w = strings.Trim(strings.ReplaceAll(w, "’", "'"), "'")
	if little[w] || !strings.ContainsFunc(w, unicode.IsLetter) || len(w) > 40 {
		return ""
	}
	w = strings.TrimSuffix(w, "'s")
	const short = 4
	for _, end := range []struct{ old, now string }{{"ies", "y"}, {"ing", ""}, {"ed", ""}, {"es", ""}, {"s", ""}} {
		if cut, ok := strings.CutSuffix(w, end.old); ok && len(cut)+len(end.now) >= short-1 && !strings.HasSuffix(w, "ss") {
			w = cut + end.now
			break
		}
	}
	if n := len(w); n > short && w[n-1] == w[n-2] { // shipp(ing)
		w = w[:n-1]
	}
	if len(w) > short {
		w = strings.TrimSuffix(w, "e") // arriv(e), arriv(ing)
	}
	return w
}
