package identity

import (
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/personal"
)

// Permissions that this domain checks.
const (
	PermUserRead       actor.Permission = "user.read"
	PermUserManage     actor.Permission = "user.manage"
	PermRoleManage     actor.Permission = "role.manage"
	PermTeamManage     actor.Permission = "team.manage"
	PermPresenceManage actor.Permission = "presence.manage"
	PermTokenOwn       actor.Permission = "token.own"
)

// Entry describes one permission for the role editor.
type Entry struct {
	Permission actor.Permission
	Group      string
	Levels     []actor.Level // levels that can be granted, narrow to wide
	En, Zh     string
}

// Scoped reports whether the permission can reach less than everything.
func (e Entry) Scoped() bool { return len(e.Levels) > 1 }

var (
	scoped = []actor.Level{actor.Own, actor.Teams, actor.All}
	whole  = []actor.Level{actor.All}
)

// catalogue is every permission of the program. A domain declares a constant for what it checks and adds a line here.
var catalogue = []Entry{
	{"conversation.read", "conversations", scoped, "Read conversations", "查看会话"},
	{"conversation.reply", "conversations", scoped, "Reply to customers", "回复客户"},
	{"conversation.note", "conversations", scoped, "Write internal notes", "添加内部备注"},
	{"conversation.assign", "conversations", scoped, "Assign conversations", "分配会话"},
	{"conversation.manage", "conversations", scoped, "Resolve, reopen, snooze, tag and prioritise", "解决、重开、稍后处理、打标签及设置优先级"},
	{"conversation.merge", "conversations", scoped, "Merge and split conversations and take that back", "合并与拆分会话，以及撤销合并"},
	{"conversation.history", "conversations", whole, "See what recalled and edited messages said", "查看撤回与编辑前的内容"},
	{"view.share", "conversations", whole, "Share inbox views with teams and everybody", "共享收件箱视图给技能组或全员"},
	{"reply.use", "replies", whole, "Use quick replies and keep own ones", "使用快捷回复，管理个人快捷回复"},
	{"reply.team", "replies", whole, "Manage quick replies of the own teams", "管理所在技能组的快捷回复"},
	{"reply.company", "replies", whole, "Manage quick replies of the company", "管理公司快捷回复"},
	{"reply.approve", "replies", whole, "Approve quick replies of the company", "审核公司快捷回复"},
	{"faq.use", "replies", whole, "Search the FAQ and use its answers", "查询知识库并使用答案"},
	{"faq.manage", "replies", whole, "Manage the FAQ", "管理知识库"},
	{"conversation.supervise", "conversations", scoped, "Be told when customers of others wait too long", "监管会话：接收超时未回复告警"},
	{"conversation.monitor", "conversations", scoped, "Monitor conversations: watch unseen, whisper, step in and take over", "会话监控：旁观、悄悄话、强插、接管"},
	{"conversation.follow_up", "conversations", scoped, "See ratings and follow up on low ones", "查看评价与差评回访"},
	{"conversation.export", "conversations", whole, "Export conversations", "导出会话"},
	{"quality.mark", "conversations", whole, "Mark conversations for inspection", "标记会话待质检"},
	{"quality.inspect", "conversations", whole, "Inspect marked conversations", "处理质检"},
	{"routing.read", "conversations", whole, "See queues, why somebody got a conversation, and people's skills", "查看队列、分配原因与坐席技能"},
	{"routing.manage", "conversations", whole, "Manage routing: queues, skills, rules", "管理智能路由：队列、技能与规则"},
	{"customer.read", "customers", whole, "See customers", "查看客户"},
	{"customer.edit", "customers", whole, "Edit customers", "编辑客户"},
	{personal.See, "customers", whole, "See phone numbers, e-mail addresses and identity numbers as they are", "查看手机号、邮箱、证件号等个人信息明文"},
	{personal.Reveal, "customers", whole, "Reveal one such value that is hidden; every time is noted", "逐条查看被脱敏的个人信息（留痕）"},
	{"moderation.propose", "customers", whole, "See the block list and propose entries", "查看黑名单并提交拉黑申请"},
	{"moderation.block", "customers", whole, "Decide on the block list", "审批与解除黑名单"},
	{"visitor.read", "customers", whole, "See who is on the site", "查看在线访客"},
	{"visitor.invite", "customers", whole, "Invite visitors to talk", "主动邀请访客"},
	{"visitor.manage", "customers", whole, "Manage the rules that invite visitors", "管理访客邀请规则"},
	{"segment.manage", "customers", whole, "Manage segments of customers", "管理客户分群"},
	{"tag.manage", "customers", whole, "Manage tags", "管理标签"},
	{PermUserRead, "people", whole, "See people and teams", "查看成员与技能组"},
	{PermUserManage, "people", whole, "Invite and manage people", "邀请与管理成员"},
	{PermRoleManage, "people", whole, "Manage roles", "管理角色"},
	{PermTeamManage, "people", whole, "Manage teams", "管理技能组"},
	{PermPresenceManage, "people", whole, "Change other people's presence", "修改他人的在线状态"},
	{"channel.read", "channels", whole, "See channels", "查看渠道"},
	{"channel.manage", "channels", whole, "Manage channels", "管理渠道"},
	{"wrapup.manage", "workspace", whole, "Manage conversation summaries", "管理会话小结设置"},
	{"report.read", "workspace", whole, "See reports", "查看报表"},
	{"insight.read", "workspace", scoped, "See the daily report: the own day, that of the own teams, or all", "查看日报：本人、所在技能组或全部"},
	{"workspace.manage", "workspace", whole, "Manage the workspace and its calendars", "管理工作区与日历"},
	{"field.manage", "workspace", whole, "Define fields of customers and conversations", "管理自定义字段"},
	{"moderation.words", "workspace", whole, "Manage sensitive words", "管理敏感词"},
	{"moderation.hits", "workspace", whole, "See where sensitive words were found", "查看敏感词命中记录"},
	{"webhook.manage", "workspace", whole, "Manage webhooks and read the event log", "管理 Webhook 与事件日志"},
	{"history.read", "workspace", whole, "See who changed which settings", "查看设置的修改记录"},
	{PermTokenOwn, "workspace", whole, "Use personal access tokens", "使用个人访问令牌"},
}

// Catalogue is every permission of the program, in the order of the role editor.
func Catalogue() []Entry { return slices.Clone(catalogue) }

func find(p actor.Permission) (Entry, bool) {
	for _, e := range catalogue {
		if e.Permission == p {
			return e, true
		}
	}
	return Entry{}, false
}
