<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hans" sourcelanguage="en">
<context>
    <name>AdjustPanel</name>
    <message>
        <source>Adjust points</source>
        <translation>调整积分</translation>
    </message>
    <message>
        <source>Give</source>
        <translation>增加</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>扣除</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Note, if there is more to say</source>
        <translation>备注（可不填）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Take {points}</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>扣除 {points}</translation>
    </message>
    <message>
        <source>Give {points}</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>增加 {points}</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>The slip was not printed. Check the printer, then print it again.</source>
        <translation>积分小票没有打印出来。请检查打印机，再打一次。</translation>
    </message>
</context>
<context>
    <name>ApprovalPanel</name>
    <message>
        <source>Somebody has to approve this</source>
        <translation>这一步需要批准</translation>
    </message>
    <message>
        <source>Their name is written down with it.</source>
        <translation>批准人的姓名会一并记录。</translation>
    </message>
    <message>
        <source>Do not do it</source>
        <translation>不做了</translation>
    </message>
</context>
<context>
    <name>BackPanel</name>
    <message>
        <source>Amount to give back</source>
        <translation>退货金额</translation>
    </message>
    <message>
        <source>Goods come back</source>
        <translation>商品退回</translation>
    </message>
    <message>
        <source>Sale was a mistake</source>
        <translation>录错了，整单作废</translation>
    </message>
    <message>
        <source>all: {amount}</source>
        <extracomment>{amount} is a number of money without its sign</extracomment>
        <translation>全部：{amount}</translation>
    </message>
    <message>
        <source>This sale was given back in full already.</source>
        <translation>这一单已全部退完。</translation>
    </message>
    <message>
        <source>Nothing left to give back</source>
        <translation>没有可退的了</translation>
    </message>
    <message>
        <source>Check the amount</source>
        <translation>请核对金额</translation>
    </message>
    <message>
        <source>Asked for. It waits for the centre.</source>
        <translation>已申请，等待中心处理。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Find a sale first</source>
        <translation>请先查找要退的单</translation>
    </message>
    <message>
        <source>Given back, as asked for here. Paid with points: hand out nothing.</source>
        <translation>已按本机的申请退货。当时用积分付款，不用退钱。</translation>
    </message>
    <message>
        <source>Paid with points: hand out nothing</source>
        <translation>当时用积分付款，不用退钱</translation>
    </message>
    <message>
        <source>Paid with points: they come back, and no money is handed out.</source>
        <translation>当时用积分付款：积分退还，不用退钱。</translation>
    </message>
    <message>
        <source>Given back, as asked for here. Hand out {cash}, once.</source>
        <extracomment>{cash} is money</extracomment>
        <translation>已按本机的申请退货，请把 {cash} 退给顾客，只退一次。</translation>
    </message>
    <message>
        <source>Something was asked for here before: its money was to be handed out.</source>
        <translation>此前本收银台已申请过退款：那笔钱应已交给顾客。</translation>
    </message>
    <message>
        <source>Asked for here before: {cash} was to be handed out.</source>
        <extracomment>{cash} is money</extracomment>
        <translation>此前本收银台已申请过：应交给顾客 {cash}。</translation>
    </message>
    <message>
        <source>Given back, as asked for here. Hand out the money, once.</source>
        <translation>已按本机的申请退货，请把钱退给顾客，只退一次。</translation>
    </message>
    <message>
        <source>Given back at another till already. Hand out nothing here.</source>
        <translation>已在另一台收银机退货，这里不要再退钱。</translation>
    </message>
    <message>
        <source>Given back already, asked for at another till.</source>
        <translation>另一台收银机已申请，并已退货。</translation>
    </message>
    <message>
        <source>Hand out {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>退给顾客 {amount}</translation>
    </message>
    <message>
        <source>{points} earned will be taken back</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>扣回已得的 {points}</translation>
    </message>
    <message>
        <source>{points} spent will come back</source>
        <extracomment>{points} is &quot;400 points&quot;</extracomment>
        <translation>退回已用的 {points}</translation>
    </message>
    <message>
        <source>{points} of them will be owed: the balance has too few</source>
        <extracomment>{points} is &quot;12 points&quot;</extracomment>
        <translation>余额不足，其中 {points}记为欠分</translation>
    </message>
    <message>
        <source>{amount} to give back</source>
        <extracomment>{amount} is money</extracomment>
        <translation>待退 {amount}</translation>
    </message>
    <message>
        <source>This till cannot give this sale back by itself. The centre sees to it.</source>
        <translation>这一单不能由本收银台自行退，由中心办理。</translation>
    </message>
    <message>
        <source>{amount} of it was given back already. The rest goes back now.</source>
        <extracomment>{amount} is money</extracomment>
        <translation>其中 {amount} 已退过，这次退其余的部分。</translation>
    </message>
    <message>
        <source>Hand out the money once it is done.</source>
        <translation>办好之后再退现金。</translation>
    </message>
    <message>
        <source>Ask for the refund</source>
        <translation>申请退款</translation>
    </message>
    <message>
        <source>Return {points}</source>
        <extracomment>{points} is &quot;400 points&quot;</extracomment>
        <translation>退回 {points}</translation>
    </message>
    <message>
        <source>Refund {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>退款 {amount}</translation>
    </message>
    <message>
        <source>Void this sale of {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>作废此单 {amount}</translation>
    </message>
</context>
<context>
    <name>BackupSection</name>
    <message>
        <source>Each is a whole copy that was opened and checked. Copy one to another disk now and then; it opens with the recovery sheet.</source>
        <translation>每份备份都是完整的，并已打开核对过。请不时复制一份到别的磁盘；用恢复密钥单即可打开。</translation>
    </message>
    <message>
        <source>Make a backup now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Making a backup</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Last made and proved: {moment}</source>
        <extracomment>{moment} is a day and a time</extracomment>
        <translation>最近一次备份并核对：{moment}</translation>
    </message>
    <message>
        <source>There is no backup on this computer yet.</source>
        <translation>这台电脑上还没有备份。</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Counter</source>
        <translation>收银台</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>会员</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>Replace the card?</source>
        <translation>要换卡吗？</translation>
    </message>
    <message>
        <source>The old card stops working at once. The points stay. A new card is printed.</source>
        <translation>旧卡立即失效，积分保留，并打印一张新卡。</translation>
    </message>
    <message>
        <source>Replace card</source>
        <translation>换卡</translation>
    </message>
</context>
<context>
    <name>CentreSection</name>
    <message>
        <source>A training shop stays by itself: it joins no centre.</source>
        <translation>练习店只在这里用，不加入中心。</translation>
    </message>
    <message>
        <source>One till needs no centre. Where a shop has several, a centre keeps them in step: all members and points at each of them, and nothing spent twice. Type what the centre has printed. This shop goes on as it is, with all its members and points; that cannot be taken back.</source>
        <translation>只有一台收银台时不需要中心。有几台时，中心让它们保持一致：每台都有全部会员和积分，积分不会花两次。请填写中心打印的内容。本店照常使用，会员和积分都保留；加入后不能退回。</translation>
    </message>
    <message>
        <source>This till belongs to the centre at {address}.</source>
        <extracomment>{address} begins with https</extracomment>
        <translation>这台收银台属于这个中心：{address}。</translation>
    </message>
    <message>
        <source>Has the centre moved, or must this till be let in again?</source>
        <translation>中心换了地址，或这台收银台要重新加入？</translation>
    </message>
    <message>
        <source>Before this computer is given away: save what has not reached the centre, or wait until it has. An export is encrypted and opens with the recovery sheet.</source>
        <translation>电脑送人之前：把还没送到中心的保存下来，或等它送到。导出文件是加密的，用恢复密钥单打开。</translation>
    </message>
    <message>
        <source>Save an export…</source>
        <translation>保存导出文件…</translation>
    </message>
    <message>
        <source>Yes, take it off</source>
        <translation>是的，移走</translation>
    </message>
    <message>
        <source>Take the shop off this computer…</source>
        <translation>把店从这台电脑移走…</translation>
    </message>
    <message>
        <source>Joining was not finished. Go on with the same code: nothing is lost.</source>
        <translation>加入还没有完成。请用同一个注册码继续：什么都没有丢。</translation>
    </message>
</context>
<context>
    <name>ClockPage</name>
    <message>
        <source>Is today {today}?</source>
        <extracomment>{today} is a date</extracomment>
        <translation>今天是 {today} 吗？</translation>
    </message>
    <message>
        <source>The last entry is of {last}. If the computer&apos;s date is wrong, points could end too early. Once you confirm, the till goes on from today.</source>
        <extracomment>{last} is a date</extracomment>
        <translation>最后一笔记录是 {last}。如果电脑日期不对，积分可能会提前到期。确认后，收银台将从今天继续。</translation>
    </message>
    <message>
        <source>Yes, the date is right</source>
        <translation>是，日期正确</translation>
    </message>
    <message>
        <source>No, lock the till</source>
        <translation>不是，锁定收银台</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Find a member</source>
        <translation>查找会员</translation>
    </message>
    <message>
        <source>New member</source>
        <translation>新会员</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>收银台</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>会员</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Redeem…</source>
        <translation>抵扣积分…</translation>
    </message>
    <message>
        <source>Redeem all</source>
        <translation>全部抵扣</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>会员卡</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退货</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>撤销上一笔</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>打印积分小票</translation>
    </message>
    <message>
        <source>Sales from the register</source>
        <translation>收银机传来的销售</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>ConsentPanel</name>
    <message>
        <source>Read this out</source>
        <translation>请念给顾客听</translation>
    </message>
    <message>
        <source>May we keep your name, phone and purchases, so that you collect points? You can ask us to delete them at any time.</source>
        <translation>为了给您累计积分，我们需要保存您的姓名、手机号和消费记录。您随时可以要求删除。您同意吗？</translation>
    </message>
    <message>
        <source>They said yes</source>
        <translation>顾客已同意</translation>
    </message>
    <message>
        <source>They also want to hear about offers</source>
        <translation>也愿意接收优惠信息</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n 积分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n 天前</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CounterPage</name>
    <message>
        <source>Find a member</source>
        <translation>查找会员</translation>
    </message>
    <message>
        <source>Scan a card, or type a phone, name or number</source>
        <translation>扫会员卡，或输入手机号、姓名、会员号</translation>
    </message>
</context>
<context>
    <name>CounterWords</name>
    <message>
        <source>This sale is now for {now}, no longer for {before}.</source>
        <extracomment>{now} and {before} are people</extracomment>
        <translation>这一单改记给{now}，不再记给{before}。</translation>
    </message>
    <message>
        <source>{amount} from the register. Scan the card.</source>
        <extracomment>{amount} is money</extracomment>
        <translation>收银机传来 {amount}。请扫会员卡。</translation>
    </message>
    <message>
        <source>{spent} redeemed, {earned} earned for {name}, {balance} now</source>
        <extracomment>{spent} and {earned} are &quot;400 points&quot;, {name} a person, {balance} a number</extracomment>
        <translation>{name}：抵扣 {spent}，获得 {earned}，现有 {balance} 积分</translation>
    </message>
    <message>
        <source>{earned} for {name}, {balance} now</source>
        <extracomment>{earned} is &quot;192 points&quot;, {name} a person, {balance} a number: &quot;192 points for Ada&quot;</extracomment>
        <translation>{name}：获得 {earned}，现有 {balance} 积分</translation>
    </message>
    <message>
        <source>{points} ({worth}) redeemed for {name}, {balance} now</source>
        <extracomment>{points} is &quot;300 points&quot;, {worth} money, {name} a person, {balance} a number</extracomment>
        <translation>{name}：抵扣 {points}（{worth}），现有 {balance} 积分</translation>
    </message>
    <message>
        <source>Undone: {name} has {balance} again. Correct it, or press Esc.</source>
        <extracomment>{name} is a person, {balance} a number of points</extracomment>
        <translation>已撤销：{name}恢复为 {balance} 积分。请改正，或按 Esc。</translation>
    </message>
    <message>
        <source>Undone: {name} has {balance} again.</source>
        <extracomment>{name} is a person, {balance} a number of points</extracomment>
        <translation>已撤销：{name}恢复为 {balance} 积分。</translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s) from the register wait. Choose one.</source>
        <translation>
            <numerusform>收银机传来 %n 笔待处理的销售。请选择一笔。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Finish the sale on the screen first, or empty its fields.</source>
        <translation>请先完成屏幕上的这笔，或清空输入栏。</translation>
    </message>
    <message>
        <source>Receipt {receipt} is put aside, without points. If it is wanted later, send it again from the register.</source>
        <extracomment>{receipt} is a receipt number</extracomment>
        <translation>小票 {receipt} 已搁置，不积分。以后需要时，请从收银机重新发送。</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Receipt {receipt} waits again.</source>
        <extracomment>{receipt} is a receipt number</extracomment>
        <translation>小票 {receipt} 已取回，等待处理。</translation>
    </message>
    <message>
        <source>Asking the centre for {points} more. Go on if you like; Esc stops it.</source>
        <extracomment>{points} is &quot;300 points&quot;</extracomment>
        <translation>正在向中心申请 {points}。可以继续操作，按 Esc 停止。</translation>
    </message>
    <message>
        <source>Redeem {points}</source>
        <extracomment>{points} is a number of points</extracomment>
        <translation>抵扣 {points}</translation>
    </message>
    <message>
        <source>Scan the member&apos;s card, or find the member.</source>
        <translation>请扫会员卡，或查找会员。</translation>
    </message>
    <message>
        <source>Type the receipt number, then press Enter again.</source>
        <translation>请输入小票号，再按一次回车。</translation>
    </message>
    <message>
        <source>Type the amount of the sale.</source>
        <translation>请输入消费金额。</translation>
    </message>
    <message>
        <source>Open that sale</source>
        <translation>打开那一单</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>The program made a mistake (report {number}). The till stays open: look whether your last step was saved.</source>
        <extracomment>{number} is the number of an error report, like 3F2A91.</extracomment>
        <translation>程序出了一个错误（报告 {number}）。收银台仍可使用，请核对上一步是否已保存。</translation>
    </message>
</context>
<context>
    <name>EditPanel</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Wants to hear about offers</source>
        <translation>愿意接收优惠信息</translation>
    </message>
    <message>
        <source>Remove the phone number</source>
        <translation>删除手机号</translation>
    </message>
    <message>
        <source>They share this number (household)</source>
        <translation>家人共用此手机号</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No number</source>
        <translation>无手机号</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Number pad</source>
        <translation>数字键盘</translation>
    </message>
    <message>
        <source>Make member and print card</source>
        <translation>办理入会并打印会员卡</translation>
    </message>
</context>
<context>
    <name>FindPanel</name>
    <message>
        <source>Phone, name or member number</source>
        <translation>手机号、姓名或会员号</translation>
    </message>
    <message>
        <source>Members found</source>
        <translation>找到的会员</translation>
    </message>
    <message>
        <source>Nobody found for “{typed}”. Try the last digits of the phone.</source>
        <extracomment>{typed} is what the cashier typed</extracomment>
        <translation>没有找到“{typed}”。可试试手机尾号。</translation>
    </message>
    <message>
        <source>Type a phone, a name or a number, or scan a card.</source>
        <translation>请输入手机号、姓名或会员号，或扫会员卡。</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Number pad</source>
        <translation>数字键盘</translation>
    </message>
    <message>
        <source>By category</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>会员</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <source>Members found</source>
        <translation>找到的会员</translation>
    </message>
    <message>
        <source>Go on typing: the last four digits, or a name.</source>
        <translation>请继续输入：手机尾号四位，或姓名。</translation>
    </message>
    <message>
        <source>Nobody found for “{typed}”.</source>
        <extracomment>{typed} is what was typed into the search field</extracomment>
        <translation>没有找到“{typed}”。</translation>
    </message>
    <message>
        <source>New member “{typed}”</source>
        <extracomment>{typed} is what was typed into the search field</extracomment>
        <translation>新会员“{typed}”</translation>
    </message>
</context>
<context>
    <name>GoodsSection</name>
    <message>
        <source>Row {number}: {why}</source>
        <extracomment>{number} of the row; {why} is a sentence</extracomment>
        <translation>第 {number} 行：{why}</translation>
    </message>
    <message>
        <source>Kinds of goods</source>
        <translation>商品类别</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>代号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Earns points</source>
        <translation>可积分</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>添加一行</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Paste a list…</source>
        <translation>粘贴列表…</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件导入…</translation>
    </message>
    <message>
        <source>Save goods</source>
        <translation>保存商品</translation>
    </message>
    <message>
        <source>Put into the table</source>
        <translation>填入表格</translation>
    </message>
    <message>
        <source>List to paste</source>
        <translation>要粘贴的列表</translation>
    </message>
    <message>
        <source>A cashier types the key beside an amount: T for tobacco.</source>
        <translation>店员在金额旁输入代号，例如 T 代表烟草。</translation>
    </message>
    <message>
        <source>The code is the register&apos;s own; the kind is a key.</source>
        <translation>编码用收银机里的编码；类别填上表的代号。</translation>
    </message>
    <message>
        <source>it needs a key.</source>
        <translation>请填代号。</translation>
    </message>
    <message>
        <source>“{found}” stands there twice.</source>
        <translation>“{found}”重复了。</translation>
    </message>
    <message>
        <source>there is no kind “{found}”.</source>
        <translation>没有“{found}”这个类别。</translation>
    </message>
    <message>
        <source>“{found}” is neither yes nor no.</source>
        <translation>“{found}”请改为“是”或“否”。</translation>
    </message>
    <message>
        <source>a text is too long.</source>
        <translation>文字太长，请缩短。</translation>
    </message>
    <message>
        <source>there are too many rows.</source>
        <translation>行数太多，请分批导入。</translation>
    </message>
    <message>
        <source>Choose a list</source>
        <translation>选择列表文件</translation>
    </message>
</context>
<context>
    <name>GoodsTable</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>HandPanel</name>
    <message>
        <source>Leads its store: members&apos; points are kept here for when it is cut off.</source>
        <translation>本门店的主收银台：断网时，会员的积分留在这里可用。</translation>
    </message>
    <message>
        <source>Let it lead its store</source>
        <translation>设为门店的主收银台</translation>
    </message>
    <message>
        <source>Give up this till…</source>
        <translation>停用这台收银台……</translation>
    </message>
    <message>
        <source>It is lost: give it up</source>
        <translation>找不回来了：停用</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>先不</translation>
    </message>
    <message>
        <source>What it may spend is told to an office, and to its own store.</source>
        <translation>它可用多少积分，只告诉办公室和它所在的门店。</translation>
    </message>
    <message>
        <source>May spend {points}.</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>可用{points}。</translation>
    </message>
    <message>
        <source>Only if it is lost for good. The {points} it may spend go back to their members. If some were spent there unseen, the shop loses them: {points} at most. What it still sends will count.</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>只有确实找不回来才停用。它可用的{points}会还给会员。如果有人在那里用掉了而我们还不知道，由店里承担，最多{points}。它以后再传来的仍算数。</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>given back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Balance {balance}</source>
        <extracomment>{balance} is how many points a member had after an act</extracomment>
        <translation>余额 {balance}</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未上传</translation>
    </message>
    <message>
        <source>at the centre</source>
        <translation>已到中心</translation>
    </message>
    <message>
        <source>at the centre, not counted yet</source>
        <translation>已到中心，尚未入账</translation>
    </message>
    <message>
        <source>at the centre, somebody looks at it</source>
        <translation>已到中心，待人查看</translation>
    </message>
    <message>
        <source>kept for somebody to look at</source>
        <translation>已留存，待人查看</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有记录。</translation>
    </message>
    <message>
        <source>Refund…</source>
        <translation>退货…</translation>
    </message>
    <message>
        <source>Entries: {count}</source>
        <extracomment>{count} is how many entries a history has, such as &quot;12&quot; or &quot;50+&quot;</extracomment>
        <translation>共 {count} 条</translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message>
        <source>Two tills write under one name</source>
        <translation>两台收银台在用同一个名字记账</translation>
    </message>
    <message>
        <source>One receipt earned twice</source>
        <translation>一张小票积了两次分</translation>
    </message>
    <message>
        <source>A sale was given back twice</source>
        <translation>一笔消费退了两次</translation>
    </message>
    <message>
        <source>A refund was asked for and not done</source>
        <translation>有一笔退货没有办成</translation>
    </message>
    <message>
        <source>A refund is to be asked for anew</source>
        <translation>有一笔退货要重新申请</translation>
    </message>
    <message>
        <source>Money was handed out and nothing given back</source>
        <translation>钱已退给顾客，账上却没退成</translation>
    </message>
    <message>
        <source>Two tills asked for parts of one sale</source>
        <translation>两台收银机各申请退同一单的一部分</translation>
    </message>
    <message>
        <source>A till gave back a sale of a day that was over</source>
        <translation>收银台退了已日结的消费</translation>
    </message>
    <message>
        <source>A refund of a sale nobody knows</source>
        <translation>退了一笔查不到的消费</translation>
    </message>
    <message>
        <source>A till spent points it did not hold</source>
        <translation>收银台用了不在自己额度内的积分</translation>
    </message>
    <message>
        <source>Points were spent twice</source>
        <translation>积分被用了两次</translation>
    </message>
    <message>
        <source>Points were taken twice</source>
        <translation>积分被扣了两次</translation>
    </message>
    <message>
        <source>Points short since the centre was restored</source>
        <translation>中心恢复后积分对不上</translation>
    </message>
    <message>
        <source>One phone number, two members</source>
        <translation>同一个手机号，两位会员</translation>
    </message>
    <message>
        <source>Enrolled twice, now one member</source>
        <translation>登记了两次，已合为一位会员</translation>
    </message>
    <message>
        <source>One card, two members</source>
        <translation>同一张卡，两位会员</translation>
    </message>
    <message>
        <source>A till gave somebody another&apos;s points</source>
        <translation>有收银台把别人的积分登记给了他人</translation>
    </message>
    <message>
        <source>A till enrolled a member again</source>
        <translation>有收银台把会员又登记了一次</translation>
    </message>
    <message>
        <source>A till is newer than the centre</source>
        <translation>收银台的版本比中心新</translation>
    </message>
    <message>
        <source>The centre could not do an entry</source>
        <translation>中心有一笔记录没能处理</translation>
    </message>
    <message>
        <source>{till} and a copy of it both wrote. From there on nothing of either counts, and all of it is kept. Let that till join anew; then give up the old one.</source>
        <translation>{till}和它的一份副本都记了账。从那以后双方的记录都保留着，但不计入。请让这台收银台重新加入，再停用旧的。</translation>
    </message>
    <message>
        <source>{who} got {points} for a receipt that had earned already. The second award was taken back.</source>
        <translation>{who}用一张已积过分的小票又得了{points}。第二次的已经收回。</translation>
    </message>
    <message>
        <source>{points} went back to {who} a second time. They were taken back again.</source>
        <translation>{who}被重复退回{points}，多退的已经收回。</translation>
    </message>
    <message>
        <source>The sale of {who} had been given back already, so nothing was done.</source>
        <translation>{who}的这笔消费早已退过，所以没有再办。</translation>
    </message>
    <message>
        <source>{till} asked, and something of the sale of {who} had been given back meanwhile. Nothing was done, and nothing is to be handed out. Ask anew if the goods came back.</source>
        <translation>{till} 申请退货时，{who} 的这笔交易已有一部分在别处退过。这次没有退，请不要退钱；商品若确实拿回来了，请重新申请。</translation>
    </message>
    <message>
        <source>{till} was told to hand out money for a sale of {who}. After the centre was restored nothing of it was left to give back.</source>
        <translation>{till} 已被告知替 {who} 的交易退钱，但中心还原之后，这笔交易已没有可退的部分。</translation>
    </message>
    <message>
        <source>Both parts of the sale of {who} were given back. Ask whether it was the same one twice.</source>
        <translation>{who}这一单的两部分都已退货。请问清是不是同一部分退了两次。</translation>
    </message>
    <message>
        <source>{till} gave a sale of {who} back after the centre had taken that over. It counts.</source>
        <translation>{till}退了{who}的一笔消费，而退货权已经交给中心。这次退货算数。</translation>
    </message>
    <message>
        <source>{till} gave back a sale of {who} that the centre does not have. It counts.</source>
        <translation>{till}退了{who}的一笔消费，中心没有这笔消费的记录。这次退货算数。</translation>
    </message>
    <message>
        <source>{who} spent {points} at {till}. They were there, so nobody has lost any.</source>
        <translation>{who}在{till}用了{points}。积分本来就有，谁也没有损失。</translation>
    </message>
    <message>
        <source>{who} spent {points} at {till}, which had been given up, and had spent them elsewhere too. The shop carries them.</source>
        <translation>{who}在已停用的{till}用了{points}，在别处也用过同一批。这部分由店里承担。</translation>
    </message>
    <message>
        <source>{points} of {who} were taken off at {till}, which had been given up, and were gone already. The shop carries them.</source>
        <translation>{who}的{points}在已停用的{till}被扣掉，而这些积分早已不在了。这部分由店里承担。</translation>
    </message>
    <message>
        <source>A member has spent {points} that the restored centre cannot account for. The shop carries them.</source>
        <translation>一位会员用掉的{points}在恢复后的中心里查不到来源。这部分由店里承担。</translation>
    </message>
    <message>
        <source>{who} gave the number of {other}. Both are members with points of their own.</source>
        <translation>{who}留的是{other}的手机号。两位都是会员，各有各的积分。</translation>
    </message>
    <message>
        <source>{who} was enrolled at two tills with one phone number. The centre made one member of both: their points can be spent together.</source>
        <translation>{who}用同一个手机号在两台收银台登记过。中心已把两份合为一位会员，积分可以一起用。</translation>
    </message>
    <message>
        <source>{who} was given a card that another member had first. It stays with that one.</source>
        <translation>发给{who}的卡早已属于另一位会员，仍归那一位。</translation>
    </message>
    <message>
        <source>{till} enrolled {who} with the points of {other}. They stay with {other}. That till is broken or has been tampered with: stop using it and have it looked at.</source>
        <translation>{till}登记{who}时用了{other}的积分。积分仍归{other}。那台收银台出了故障或被人动过手脚：请停用并找人检查。</translation>
    </message>
    <message>
        <source>{till} enrolled {who} a second time, with other points. The first ones count. That till is broken or has been tampered with: stop using it and have it looked at.</source>
        <translation>{till}又登记了一次{who}，用的是另一份积分。以第一次为准。那台收银台出了故障或被人动过手脚：请停用并找人检查。</translation>
    </message>
    <message>
        <source>{till} is newer than the centre. Its entries wait and are not lost. Update the centre.</source>
        <translation>{till}的版本比中心新。它的记录先留着，不会丢。请更新中心。</translation>
    </message>
    <message>
        <source>An entry of {till} waits and is not lost, because the centre has a fault. Update the centre.</source>
        <translation>中心出了故障，{till}有一笔记录先留着，不会丢。请更新中心。</translation>
    </message>
    <message>
        <source>I have seen it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Leave it so</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Give the points again</source>
        <translation>把积分补上</translation>
    </message>
    <message>
        <source>The shop carries it</source>
        <translation>由店里承担</translation>
    </message>
    <message>
        <source>The member owes it</source>
        <translation>记在会员账上</translation>
    </message>
    <message>
        <source>They are one person</source>
        <translation>是同一个人</translation>
    </message>
    <message>
        <source>They are two people</source>
        <translation>是两个人</translation>
    </message>
    <message>
        <source>Came right by itself</source>
        <translation>已自行恢复正常</translation>
    </message>
    <message>
        <source>Changes nothing.</source>
        <translation>不作任何改动。</translation>
    </message>
    <message>
        <source>They were two sales: {who} gets {points}.</source>
        <translation>其实是两笔消费：{who}得到{points}。</translation>
    </message>
    <message>
        <source>Changes nothing for the member.</source>
        <translation>会员不受影响。</translation>
    </message>
    <message>
        <source>Takes {points}, or lets the next sales repay them.</source>
        <translation>扣{points}，不够的由以后的消费补上。</translation>
    </message>
    <message>
        <source>Their points can be spent together. It can be undone for 30 days.</source>
        <translation>两份积分可以一起用。30天内可以撤销。</translation>
    </message>
    <message>
        <source>Each has points of their own again. Possible for 30 days from then.</source>
        <translation>各用各的积分。合并后30天内可以这样做。</translation>
    </message>
    <message>
        <source>Something wants a look</source>
        <translation>有一件事要看一下</translation>
    </message>
    <message>
        <source>a member</source>
        <translation>一位会员</translation>
    </message>
    <message>
        <source>this till</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>another till</source>
        <translation>另一台收银台</translation>
    </message>
    <message>
        <source>Receipt {receipt}</source>
        <extracomment>{receipt} is the number on a receipt</extracomment>
        <translation>小票 {receipt}</translation>
    </message>
    <message>
        <source>not at the centre yet</source>
        <translation>还没传到中心</translation>
    </message>
    <message>
        <source>another member</source>
        <translation>另一位会员</translation>
    </message>
    <message>
        <source>A PIN was changed at another till</source>
        <translation>密码在另一台收银台上改过</translation>
    </message>
    <message>
        <source>A PIN was not changed</source>
        <translation>密码没有改成</translation>
    </message>
    <message>
        <source>The PIN of {who} was changed at {till} by {other}. If nobody wanted that, set it again and look after that till.</source>
        <translation>{other}在{till}改了{who}的密码。如果不是店里要改的，请重新设一次，并检查那台收银台。</translation>
    </message>
    <message>
        <source>{till} sent a new PIN of {who}, and nothing says that an owner set it. The old one still holds.</source>
        <translation>{till}传来{who}的新密码，但没有店主设过的记录。原来的密码仍然有效。</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>某位员工</translation>
    </message>
</context>
<context>
    <name>InboxPage</name>
    <message>
        <source>Inbox</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>All tills</source>
        <translation>所有收银台</translation>
    </message>
    <message>
        <source>What wants a person</source>
        <translation>要人来定的事</translation>
    </message>
    <message>
        <source>Nothing needs a decision</source>
        <translation>没有要处理的事</translation>
    </message>
    <message>
        <source>What tills and centre cannot decide by themselves is shown here.</source>
        <translation>收银台和中心自己定不了的事会列在这里。</translation>
    </message>
    <message>
        <source>Waiting: {count}</source>
        <extracomment>{count} is how many things want a decision</extracomment>
        <translation>待处理 {count} 件</translation>
    </message>
    <message>
        <source>Settled: the newest {shown} of {count}</source>
        <extracomment>{shown} and {count} are numbers: of all that was settled the newest are listed</extracomment>
        <translation>已处理：共{count}条，列出最新的{shown}条</translation>
    </message>
    <message>
        <source>{choice}: written down. Tills and centre will know.</source>
        <extracomment>{choice} is what was chosen, such as &quot;Leave it so&quot;</extracomment>
        <translation>{choice}：已记下，各收银台和中心都会知道。</translation>
    </message>
    <message>
        <source>Somebody chose before: {choice}.</source>
        <extracomment>{choice} is what somebody else chose before</extracomment>
        <translation>已有人先选了：{choice}。</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>Your recovery key</source>
        <translation>您的恢复密钥</translation>
    </message>
    <message>
        <source>Join a shop that is there</source>
        <translation>加入已有的店</translation>
    </message>
    <message>
        <source>Type the address and the code that the centre printed, and what this till is called.</source>
        <translation>请填写中心打印的地址和注册码，以及这台收银台的名称。</translation>
    </message>
    <message>
        <source>It has not been printed or saved yet. If you have written the key down, press the button again.</source>
        <translation>密钥还没有打印或保存。如果已经手抄，请再按一次。</translation>
    </message>
</context>
<context>
    <name>JoinPanel</name>
    <message>
        <source>The centre is getting the shop&apos;s members ready.</source>
        <translation>中心正在准备会员资料。</translation>
    </message>
    <message>
        <source>The shop&apos;s members are coming: {done} of {all} MB.</source>
        <translation>正在接收会员资料：{done}/{all} MB。</translation>
    </message>
    <message>
        <source>The shop&apos;s members are being written here.</source>
        <translation>正在把会员资料写入本机。</translation>
    </message>
    <message>
        <source>Then somebody else answers there, and nothing was sent. Look at the address, and at the centre&apos;s screen.</source>
        <translation>那么回应的是别人，什么都没有发送。请检查地址，再看中心的屏幕。</translation>
    </message>
    <message>
        <source>This till</source>
        <translation>本收银台</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>注册码</translation>
    </message>
    <message>
        <source>This store</source>
        <translation>本店</translation>
    </message>
    <message>
        <source>Till 1</source>
        <translation>1号收银台</translation>
    </message>
    <message>
        <source>Till 2</source>
        <translation>2号收银台</translation>
    </message>
    <message>
        <source>https://192.168.1.5:8443</source>
        <translation>https://192.168.1.5:8443</translation>
    </message>
    <message>
        <source>ABCD-EFGH-JKMN</source>
        <translation>ABCD-EFGH-JKMN</translation>
    </message>
    <message>
        <source>Look who answers</source>
        <translation>看看是谁</translation>
    </message>
    <message>
        <source>Compare this with the fingerprint that the centre printed, all of it.</source>
        <translation>请和中心打印的指纹逐字对比。</translation>
    </message>
    <message>
        <source>It is the same: join</source>
        <translation>一样，加入</translation>
    </message>
    <message>
        <source>It is another</source>
        <translation>不一样</translation>
    </message>
    <message>
        <source>Asking the centre</source>
        <translation>正在联系中心</translation>
    </message>
    <message>
        <source>Begin now: they come bit by bit</source>
        <translation>现在就开始，会员资料陆续送到</translation>
    </message>
</context>
<context>
    <name>Joining</name>
    <message>
        <source>Type the address as the centre printed it: https://…</source>
        <translation>请按中心打印的样子填写地址：https://…</translation>
    </message>
    <message>
        <source>This is not a code. Look at it again, letter by letter.</source>
        <translation>这不是注册码。请逐字再看一遍。</translation>
    </message>
    <message>
        <source>The centre does not take this code: it is wrong, was used, or is older than ten minutes. Ask for a new one.</source>
        <translation>中心不接受这个注册码：输错了、已用过，或超过了十分钟。请要一个新的。</translation>
    </message>
    <message>
        <source>Money or the worth of points differ from the centre&apos;s. They must be the same before this till can join.</source>
        <translation>货币或积分的价值和中心不同。一致之后这台收银台才能加入。</translation>
    </message>
    <message>
        <source>This code is not for this till. A shop that ran alone needs one made with --founds, a till that was there before one made with --device.</source>
        <translation>这个注册码不是给这台收银台的。原来单独用的店要用 --founds 生成的，曾经加入过的收银台要用 --device 生成的。</translation>
    </message>
    <message>
        <source>The centre has shut this till out. Ask for a code made with --device.</source>
        <translation>中心已停用这台收银台。请要一个用 --device 生成的注册码。</translation>
    </message>
    <message>
        <source>Till and centre are not of the same age. Update the older program.</source>
        <translation>收银台和中心的程序版本不合。请更新较旧的那个。</translation>
    </message>
    <message>
        <source>The centre does not understand this till. Tell whoever looks after it.</source>
        <translation>中心读不懂这台收银台。请告诉管理中心的人。</translation>
    </message>
    <message>
        <source>This computer has no network. Look at the cable or the Wi-Fi.</source>
        <translation>这台电脑没有网络。请检查网线或无线网络。</translation>
    </message>
    <message>
        <source>Nothing answers at this address. Is it right, and is the network?</source>
        <translation>这个地址没有回应。地址对吗？网络通吗？</translation>
    </message>
    <message>
        <source>A computer is there, but no centre. Is it running, is the port right?</source>
        <translation>那里有电脑，但没有中心。中心启动了吗？端口对吗？</translation>
    </message>
    <message>
        <source>The centre is busy, or wrong codes were tried. Wait a minute.</source>
        <translation>中心正忙，或有人输错了注册码。请等一分钟。</translation>
    </message>
    <message>
        <source>Whoever answered could not prove to be the centre you compared. Nothing was sent.</source>
        <translation>对方无法证明自己是您对比过的中心。什么都没有发送。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong. Set it, then try again.</source>
        <translation>这台电脑的时间不对。请校准后再试。</translation>
    </message>
    <message>
        <source>No answer came. Try again with the same code: nothing is done twice.</source>
        <translation>没有收到回应。请用同一个注册码再试：不会重复。</translation>
    </message>
</context>
<context>
    <name>KeyMap</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Delete one digit</source>
        <translation>删除一位</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>确定</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>Look around in a training shop</source>
        <translation>先到练习店看看</translation>
    </message>
    <message>
        <source>Join a shop that is there, as one more till</source>
        <translation>加入已有的店，多一台收银台</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Your PIN</source>
        <translation>您的密码</translation>
    </message>
    <message>
        <source>Who is at the till?</source>
        <translation>请选择您的姓名</translation>
    </message>
    <message>
        <source>A training shop: the PIN is {pin}.</source>
        <extracomment>{pin} is digits; there is nothing to protect in a training shop</extracomment>
        <translation>练习店，密码是 {pin}。</translation>
    </message>
</context>
<context>
    <name>Looking</name>
    <message>
        <source>This till works alone: it has no centre.</source>
        <translation>这台收银台单独使用，没有中心。</translation>
    </message>
    <message>
        <source>No network here. Look at the cable or the Wi-Fi.</source>
        <translation>这里没有网络。请看看网线或 Wi-Fi。</translation>
    </message>
    <message>
        <source>No way from here to the centre now.</source>
        <translation>现在从这里连不到中心。</translation>
    </message>
    <message>
        <source>The centre does not answer now. Try again later.</source>
        <translation>中心现在没有回应。请稍后再试。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong. Set it.</source>
        <translation>这台电脑的时间不对，请校准。</translation>
    </message>
    <message>
        <source>No answer came. Try again.</source>
        <translation>没有等到回答。请再试一次。</translation>
    </message>
    <message>
        <source>The centre does not show this till that.</source>
        <translation>中心不让这台收银台看这个。</translation>
    </message>
    <message>
        <source>It holds more by now. Nothing was done; look again.</source>
        <translation>它占用的积分变多了。什么也没做，请重新查看。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
</context>
<context>
    <name>MatchPanel</name>
    <message>
        <source>They share this number (household)</source>
        <translation>家人共用此手机号</translation>
    </message>
    <message>
        <source>This number belongs to a member already.</source>
        <translation>已有会员使用这个手机号。</translation>
    </message>
    <message>
        <source>Is it one of these members?</source>
        <translation>是下面的会员吗？</translation>
    </message>
</context>
<context>
    <name>MatchRow</name>
    <message>
        <source>It is this person</source>
        <translation>就是这位</translation>
    </message>
    <message>
        <source>It is this person: {name}</source>
        <extracomment>{name} is a member&apos;s name</extracomment>
        <translation>就是这位：{name}</translation>
    </message>
</context>
<context>
    <name>MeasurePanel</name>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>欠分</translation>
    </message>
    <message>
        <source>Points, {here} here</source>
        <extracomment>{here} is the number of points that can be spent at this till</extracomment>
        <translation>积分，这里 {here}</translation>
    </message>
    <message>
        <source>Ends next</source>
        <translation>最近到期</translation>
    </message>
    <message>
        <source>Ends {day}</source>
        <extracomment>{day} is the last day some points are good; how many stands below</extracomment>
        <translation>{day} 到期</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>到店次数</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>上次到店</translation>
    </message>
</context>
<context>
    <name>MemberPanel</name>
    <message>
        <source>Member since {year}</source>
        <extracomment>{year} is a year, such as 2023</extracomment>
        <translation>{year} 年入会</translation>
    </message>
    <message>
        <source>Served at {time}. Scan the next card.</source>
        <extracomment>{time} is a time of day, such as 09:14</extracomment>
        <translation>{time} 已完成，请扫下一张卡。</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <extracomment>{time} is a time of day, such as 09:14</extracomment>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>Owes {points}; new sales repay that first.</source>
        <translation>欠 {points}，新获得的积分会先偿还。</translation>
    </message>
    <message>
        <source>Birthday today</source>
        <extracomment>{points} is &quot;12 points&quot;</extracomment>
        <translation>今天生日</translation>
    </message>
    <message>
        <source>Birthday on {day}</source>
        <extracomment>{day} is a date</extracomment>
        <translation>{day} 生日</translation>
    </message>
    <message>
        <source>Birthday was on {day}</source>
        <extracomment>{day} is a date</extracomment>
        <translation>{day} 刚过生日</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>第一次到店</translation>
    </message>
    <message>
        <source>First time at this till</source>
        <translation>第一次在本机消费</translation>
    </message>
    <message>
        <source>Last here {ago}</source>
        <extracomment>{ago} is &quot;today&quot;, &quot;yesterday&quot; or &quot;6 days ago&quot;</extracomment>
        <translation>上次到店：{ago}</translation>
    </message>
    <message>
        <source>Can be spent from {points}</source>
        <extracomment>{points} is &quot;100 points&quot;</extracomment>
        <translation>满 {points}可用</translation>
    </message>
    <message>
        <source>Worth {worth}</source>
        <extracomment>{worth} is money: what all points are worth, of which not all can be spent here</extracomment>
        <translation>共值 {worth}</translation>
    </message>
    <message>
        <source>Worth {worth} here now</source>
        <extracomment>{worth} is money</extracomment>
        <translation>现可抵 {worth}</translation>
    </message>
    <message>
        <source>{points} will end on {day}</source>
        <extracomment>{points} is &quot;300 points&quot;, {day} is a date</extracomment>
        <translation>{points}将于 {day} 到期</translation>
    </message>
</context>
<context>
    <name>MemberView</name>
    <message>
        <source>All stores</source>
        <translation>所有门店</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Adjust points</source>
        <translation>调整积分</translation>
    </message>
    <message>
        <source>To the counter</source>
        <translation>去收银台</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Saved for {name}.</source>
        <extracomment>{name} is a member&apos;s name</extracomment>
        <translation>已保存{name}的资料。</translation>
    </message>
    <message>
        <source>{points} given to {name}.</source>
        <extracomment>{points} is &quot;50 points&quot;, {name} a member&apos;s name</extracomment>
        <translation>已给{name}增加 {points}。</translation>
    </message>
    <message>
        <source>{points} taken from {name}.</source>
        <extracomment>{points} is &quot;50 points&quot;, {name} a member&apos;s name</extracomment>
        <translation>已从{name}扣除 {points}。</translation>
    </message>
    <message>
        <source>{name} has a new card. The old one no longer works.</source>
        <extracomment>{name} is a member&apos;s name</extracomment>
        <translation>{name}已换新卡，旧卡不能再用。</translation>
    </message>
</context>
<context>
    <name>Mending</name>
    <message>
        <source>The note about the newest sale was missing or not this till&apos;s own. Look whether the last sales are here. If not, an older file was put in place of the shop&apos;s.</source>
        <translation>记录最近一笔的文件丢失了，或不是这个收银台写的。请看最近几笔销售还在不在；如果不在，说明门店文件被换成了较旧的一份。</translation>
    </message>
</context>
<context>
    <name>MonthQuestion</name>
    <message>
        <source>Which month is the birthday of {name}?</source>
        <extracomment>{name} is a person</extracomment>
        <translation>{name}的生日是几月？</translation>
    </message>
    <message>
        <source>or type its number and Enter</source>
        <translation>或输入数字后按回车</translation>
    </message>
</context>
<context>
    <name>NearbyList</name>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Look on this network</source>
        <translation>在本店网络中查找</translation>
    </message>
    <message>
        <source>No centre answered on this network. Type the address it printed.</source>
        <translation>本店网络中没有找到中心。请输入中心打印的地址。</translation>
    </message>
    <message>
        <source>There are more. Type the address that your centre printed.</source>
        <translation>还有更多。请输入您的中心打印的地址。</translation>
    </message>
    <message>
        <source>Choose the computer your centre runs on.</source>
        <translation>请选择运行中心的那台电脑。</translation>
    </message>
</context>
<context>
    <name>OwnerStep</name>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>PIN, 4 to 8 digits</source>
        <translation>密码（4 到 8 位数字）</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>再输一次密码</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Slip</source>
        <translation>积分小票</translation>
    </message>
    <message>
        <source>Member card</source>
        <translation>会员卡</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>恢复密钥单</translation>
    </message>
</context>
<context>
    <name>PaperSection</name>
    <message>
        <source>Look for printers</source>
        <translation>查找打印机</translation>
    </message>
    <message>
        <source>None: show a preview</source>
        <translation>不选：显示预览</translation>
    </message>
    <message>
        <source>{printer} (not found)</source>
        <extracomment>{printer} was chosen and is not there now</extracomment>
        <translation>{printer}（未找到）</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>New member</source>
        <translation>新会员</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>If they like: 1990-02-28 or 02-28</source>
        <translation>可不填：1990-02-28 或 02-28</translation>
    </message>
    <message>
        <source>Hide the phone number</source>
        <translation>隐藏手机号</translation>
    </message>
    <message>
        <source>Show the phone number</source>
        <translation>显示手机号</translation>
    </message>
    <message>
        <source>Member since</source>
        <translation>入会日期</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>会员卡</translation>
    </message>
    <message>
        <source>Agreed on</source>
        <translation>同意日期</translation>
    </message>
    <message>
        <source>Wants offers</source>
        <translation>接收优惠</translation>
    </message>
</context>
<context>
    <name>PersonRow</name>
    <message>
        <source>Owner</source>
        <translation>店主</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>店员</translation>
    </message>
    <message>
        <source>{role}, no longer works here</source>
        <extracomment>{role} is Owner or Cashier</extracomment>
        <translation>{role}，已停用</translation>
    </message>
    <message>
        <source>{role}, no PIN yet</source>
        <translation>{role}，还没有密码</translation>
    </message>
    <message>
        <source>Set PIN</source>
        <translation>设密码</translation>
    </message>
    <message>
        <source>Set PIN: {name}</source>
        <translation>设密码：{name}</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlock: {name}</source>
        <translation>解锁：{name}</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Let go: {name}</source>
        <translation>停用：{name}</translation>
    </message>
    <message>
        <source>Take back: {name}</source>
        <translation>启用：{name}</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Shop</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>店员</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>Slips and cards</source>
        <translation>小票和会员卡</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>收银机</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Large letters</source>
        <translation>大字</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>提示音</translation>
    </message>
    <message>
        <source>Receipt numbers start again</source>
        <translation>小票号从头编号</translation>
    </message>
    <message>
        <source>A sale needs a receipt number</source>
        <translation>积分必须填小票号</translation>
    </message>
    <message>
        <source>To spend points without the card</source>
        <translation>没带卡时使用积分</translation>
    </message>
    <message>
        <source>Lock the till when nobody touches it</source>
        <translation>无人操作时自动锁定</translation>
    </message>
    <message>
        <source>Width of the slip paper</source>
        <translation>小票纸宽度</translation>
    </message>
    <message>
        <source>Printer for slips</source>
        <translation>小票打印机</translation>
    </message>
    <message>
        <source>Printer for cards</source>
        <translation>会员卡打印机</translation>
    </message>
    <message>
        <source>Print a slip for every sale</source>
        <translation>每笔都打印积分小票</translation>
    </message>
    <message>
        <source>Key the scanner sends first</source>
        <translation>扫码枪的前缀键</translation>
    </message>
    <message>
        <source>Folder the register writes sales to</source>
        <translation>收银机存放销售文件的文件夹</translation>
    </message>
    <message>
        <source>One receipt earns once: for ever, or once a day.</source>
        <translation>同一小票号只积分一次。收银机每天从头编号的，请选“每天”。</translation>
    </message>
    <message>
        <source>What is asked when somebody has only a phone number or a name.</source>
        <translation>顾客只报手机号或姓名时，需要核对什么。</translation>
    </message>
    <message>
        <source>Without one, a scan is known by its speed. With one it is known for certain. The scanner&apos;s own manual has the code to set it.</source>
        <translation>不设前缀键时靠输入速度判断是否扫码；设了就不会认错。设置码见扫码枪说明书。</translation>
    </message>
    <message>
        <source>Without one, a preview opens and you print from there.</source>
        <translation>不选打印机时会打开预览，从预览里打印。</translation>
    </message>
    <message>
        <source>Sales put there as files come to the counter by themselves.</source>
        <translation>放进这里的销售文件会自动出现在收银台。</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Birthday month</source>
        <translation>生日月份</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>An owner&apos;s approval</source>
        <translation>店主批准</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <extracomment>{minutes} is 1, 2, 5 or 10; short for minutes</extracomment>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{width} mm</source>
        <translation>{width} 毫米</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
</context>
<context>
    <name>PreferencesPage</name>
    <message>
        <source>Look it over, then save.</source>
        <translation>请核对，无误后保存。</translation>
    </message>
    <message>
        <source>No rows were found there.</source>
        <translation>里面没有可用的内容。</translation>
    </message>
    <message>
        <source>Sales from now on earn by the new rules.</source>
        <translation>从现在起按新规则积分。</translation>
    </message>
    <message>
        <source>The backup was made, opened again and checked.</source>
        <translation>备份完成，已重新打开核对过。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Type the shop&apos;s name.</source>
        <translation>请输入店名。</translation>
    </message>
    <message>
        <source>Type how many points, such as 100.</source>
        <translation>请输入积分数，例如 100。</translation>
    </message>
    <message>
        <source>Type an amount above nothing, such as 1.00.</source>
        <translation>请输入大于零的金额，例如 1.00。</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type both again.</source>
        <translation>两次密码不一致，请重新输入。</translation>
    </message>
    <message>
        <source>Somebody must be able to change things here. Add an owner first.</source>
        <translation>至少要有一位店主能更改设置。请先添加一位店主。</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>设置分类</translation>
    </message>
    <message>
        <source>Only an owner can change things here: {names}.</source>
        <extracomment>{names} are the owners, such as &quot;Lin, Ada&quot;</extracomment>
        <translation>只有店主可以更改设置：{names}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Only an owner can change things here.</source>
        <translation>只有店主可以更改设置。</translation>
    </message>
    <message>
        <source>{name} can sign in now.</source>
        <translation>{name}现在可以登录了。</translation>
    </message>
    <message>
        <source>{name} has a new PIN.</source>
        <translation>{name}的密码已更新。</translation>
    </message>
    <message>
        <source>{name} can no longer sign in.</source>
        <translation>{name}已不能登录。</translation>
    </message>
    <message>
        <source>{name} can sign in again.</source>
        <translation>{name}又可以登录了。</translation>
    </message>
    <message>
        <source>{name} can try a PIN at once.</source>
        <translation>{name}可以马上再输密码。</translation>
    </message>
    <message>
        <source>The export was saved, opened and checked. It opens with the recovery sheet: keep the two apart.</source>
        <translation>导出文件已保存、打开并检查过。它用恢复密钥单打开：两样请分开放。</translation>
    </message>
    <message>
        <source>Where to save the export</source>
        <translation>导出文件保存到哪里</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>&amp;Print</source>
        <translation>打印(&amp;P)</translation>
    </message>
    <message>
        <source>Save as P&amp;DF</source>
        <translation>存为 PDF(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Done: {place}</source>
        <extracomment>{place} is the name of a printer, or of the file that was written.</extracomment>
        <translation>已完成：{place}</translation>
    </message>
    <message>
        <source>This name has letters that cannot be printed. The paper says {shown}.</source>
        <extracomment>{shown} is a name written plainly, or a member number</extracomment>
        <translation>姓名中有打印不出的字，纸上印的是 {shown}。</translation>
    </message>
    <message>
        <source>This computer has no printer. Save as PDF instead.</source>
        <translation>这台电脑没有打印机，请存为 PDF。</translation>
    </message>
    <message>
        <source>{place} cannot be found. Choose another printer.</source>
        <translation>找不到 {place}，请换一台打印机。</translation>
    </message>
    <message>
        <source>{place} did not print. Check its paper and cable.</source>
        <translation>{place} 没有打印，请检查纸张和连接线。</translation>
    </message>
    <message>
        <source>{place} could not be written. Choose another folder.</source>
        <translation>无法写入 {place}，请换一个文件夹。</translation>
    </message>
</context>
<context>
    <name>Profile</name>
    <message>
        <source>d MMMM</source>
        <extracomment>a day of the year without the year, as Qt writes dates: &quot;28 February&quot;</extracomment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>None in use</source>
        <translation>没有可用的卡</translation>
    </message>
    <message>
        <source>In use, {count} replaced</source>
        <extracomment>{count} is how many cards were replaced before</extracomment>
        <translation>使用中，换过 {count} 张</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>ProgrammeSection</name>
    <message>
        <source>{points} for each</source>
        <extracomment>{points} is &quot;1 point&quot;; an amount of money follows</extracomment>
        <translation>获得 {points}需消费</translation>
    </message>
    <message>
        <source>Worth of {points}</source>
        <extracomment>{points} is &quot;100 points&quot;; an amount of money follows</extracomment>
        <translation>{points}可抵</translation>
    </message>
    <message>
        <source>Fewest spent at once</source>
        <translation>每次最少使用</translation>
    </message>
    <message>
        <source>Points end, with the month, after</source>
        <translation>积分有效期（到月底）</translation>
    </message>
    <message>
        <source>{months} months</source>
        <translation>{months} 个月</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>不过期</translation>
    </message>
    <message>
        <source>Sales from now on earn by these rules. Points that were earned before stay, with the last day they were given.</source>
        <translation>新规则只用于今后的消费；以前的积分和有效期都不变。</translation>
    </message>
    <message>
        <source>Use from now on</source>
        <translation>从现在起启用</translation>
    </message>
    <message>
        <source>Fill in all three, and an example stands here.</source>
        <translation>三项填好后，这里会举例说明。</translation>
    </message>
    <message>
        <source>A sale of {sale} earns {earned}. {spent} will pay {pays}.</source>
        <extracomment>{sale} and {pays} are money; {earned} and {spent} are like &quot;128 points&quot;</extracomment>
        <translation>消费 {sale} 得 {earned}，{spent}可抵 {pays}。</translation>
    </message>
</context>
<context>
    <name>RateStep</name>
    <message>
        <source>1 point for each</source>
        <translation>获得 1 积分需消费</translation>
    </message>
    <message>
        <source>100 points are worth</source>
        <translation>100 积分可抵</translation>
    </message>
    <message>
        <source>Points end, with the month, after</source>
        <translation>积分有效期（到月底）</translation>
    </message>
    <message>
        <source>{months} months</source>
        <translation>{months} 个月</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>不过期</translation>
    </message>
    <message>
        <source>Type two amounts, and an example stands here.</source>
        <translation>填好两个金额后，这里会举例说明。</translation>
    </message>
    <message>
        <source>A sale of {sale} earns {earned}. {spent} will pay {pays}.</source>
        <extracomment>{sale} and {pays} are money; {earned} and {spent} are like &quot;128 points&quot;</extracomment>
        <translation>消费 {sale} 得 {earned}，{spent}可抵 {pays}。</translation>
    </message>
</context>
<context>
    <name>Reach</name>
    <message>
        <source>Not sent yet</source>
        <translation>尚未上传</translation>
    </message>
    <message>
        <source>At the centre</source>
        <translation>已到中心</translation>
    </message>
    <message>
        <source>Nothing can be redeemed here: the centre has stopped this till</source>
        <translation>这里暂不能抵扣：中心已停用本收银台</translation>
    </message>
    <message>
        <source>Nothing can be redeemed here: the centre was not heard for too long</source>
        <translation>这里暂不能抵扣：太久没有连上中心</translation>
    </message>
    <message>
        <source>{points} here now</source>
        <extracomment>{points} is a number of points that can be spent here: &quot;900 here now&quot;</extracomment>
        <translation>这里现可用 {points}</translation>
    </message>
    <message>
        <source>The centre has stopped this till: nothing can be redeemed here. Tell the owner.</source>
        <translation>中心已停用本收银台：这里不能抵扣。请告诉店主。</translation>
    </message>
    <message>
        <source>The centre was not heard for too long: nothing can be redeemed here until it is. Points are still given.</source>
        <translation>太久没有连上中心：连上之前这里不能抵扣，仍可积分。</translation>
    </message>
    <message>
        <source>Only {points} can be redeemed now.</source>
        <extracomment>{points} is &quot;900 points&quot;</extracomment>
        <translation>现在只能抵扣 {points}。</translation>
    </message>
    <message>
        <source>Nothing can be redeemed now.</source>
        <translation>现在不能抵扣。</translation>
    </message>
    <message>
        <source>Nothing can be redeemed here now: {where}.</source>
        <extracomment>{where} is &quot;300 held at East Street till 1&quot;</extracomment>
        <translation>这里现在不能抵扣：{where}。</translation>
    </message>
    <message>
        <source>The centre did not answer in time. </source>
        <translation>中心没有及时回应。</translation>
    </message>
    <message>
        <source>Only {points} can be redeemed here now: {where}.</source>
        <extracomment>{points} is &quot;900 points&quot;, {where} is &quot;300 held at East Street till 1&quot;</extracomment>
        <translation>这里现在只能抵扣 {points}：{where}。</translation>
    </message>
    <message>
        <source>The centre gives no more just now. </source>
        <translation>中心暂时不再拨给。</translation>
    </message>
    <message>
        <source>{points} at the centre</source>
        <extracomment>{points} is a number of points that no till holds: &quot;100 at the centre&quot;</extracomment>
        <translation>{points} 在中心</translation>
    </message>
    <message>
        <source>{points} held at other tills</source>
        <extracomment>{points} is a number of points: &quot;50 held at other tills&quot;</extracomment>
        <translation>{points} 在其他收银台</translation>
    </message>
    <message>
        <source>{points} elsewhere</source>
        <extracomment>{points} is a number of points that are with the centre or with other tills</extracomment>
        <translation>{points} 在别处</translation>
    </message>
    <message>
        <source>{points} elsewhere (try {till})</source>
        <extracomment>{points} is a number of points, {till} a till of this store: &quot;50 elsewhere (try till 1)&quot;</extracomment>
        <translation>{points} 在别处（可到 {till} 试试）</translation>
    </message>
    <message>
        <source>{points} held at {till}</source>
        <extracomment>{points} is a number of points, {till} the name of a till: &quot;300 held at East Street till 1&quot;</extracomment>
        <translation>{points} 在 {till}</translation>
    </message>
    <message>
        <source>, </source>
        <extracomment>between the parts of a list: &quot;900 here now, 300 held at East Street till 1&quot;</extracomment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Goodwill</source>
        <translation>顾客关怀</translation>
    </message>
    <message>
        <source>Putting a mistake right</source>
        <translation>更正错误</translation>
    </message>
    <message>
        <source>Promotion</source>
        <translation>促销活动</translation>
    </message>
    <message>
        <source>Points from an earlier programme</source>
        <translation>旧系统转入的积分</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>RefundPage</name>
    <message>
        <source>Refund</source>
        <translation>退货</translation>
    </message>
    <message>
        <source>Find a sale</source>
        <translation>查找消费</translation>
    </message>
    <message>
        <source>Scan the slip, or type the receipt number</source>
        <translation>扫积分小票，或输入小票号</translation>
    </message>
    <message>
        <source>Which sale is given back?</source>
        <translation>要退哪一单？</translation>
    </message>
    <message>
        <source>Scan the code on the member&apos;s slip. Or type the receipt number and Enter.</source>
        <translation>请扫会员积分小票上的二维码，或输入小票号后按回车。</translation>
    </message>
    <message>
        <source>Asked for. The centre gives it back when it hears of it.</source>
        <translation>已申请。中心收到后会办理退款。</translation>
    </message>
    <message>
        <source>Given back: {name} has {balance} now</source>
        <extracomment>{name} is a person, {balance} a number of points</extracomment>
        <translation>已退货：{name}现有 {balance} 积分</translation>
    </message>
    <message>
        <source>Hand out {cash}. {name} has {balance} now</source>
        <extracomment>{cash} is money, {name} a person, {balance} a number of points</extracomment>
        <translation>请退给顾客 {cash}。{name}现有 {balance} 积分</translation>
    </message>
    <message>
        <source>The centre has given it back. Hand out the money now.</source>
        <translation>中心已退货，现在请把钱退给顾客。</translation>
    </message>
    <message>
        <source>The centre has given it back. Paid with points: hand out nothing.</source>
        <translation>中心已退货。当时用积分付款，不用退钱。</translation>
    </message>
    <message>
        <source>The centre has given it back. Hand out {cash} now.</source>
        <extracomment>{cash} is money</extracomment>
        <translation>中心已退货，现在请把 {cash} 退给顾客。</translation>
    </message>
    <message>
        <source>It was not given back: hand out nothing. Look again and ask anew.</source>
        <translation>这次没有退成，不要退钱。请再看一次，重新申请。</translation>
    </message>
    <message>
        <source>another till</source>
        <translation>另一台收银台</translation>
    </message>
    <message>
        <source>{amount} of this sale was given back at {till} meanwhile. Hand out nothing. Look again and ask anew.</source>
        <extracomment>{amount} is money, {till} is what a till is called</extracomment>
        <translation>这笔交易的 {amount} 已先在{till}退货，不要退钱。请再看一次，重新申请。</translation>
    </message>
    <message>
        <source>It was given back at another till already. Hand out nothing here.</source>
        <translation>这一单已在另一台收银机退货，这里不要再退钱。</translation>
    </message>
    <message>
        <source>Another till asked, and the centre has given it back.</source>
        <translation>另一台收银机已申请，中心已退货。</translation>
    </message>
    <message>
        <source>{came} {name} has {balance} now</source>
        <extracomment>{came} is a sentence, {name} is a person, {balance} a number of points</extracomment>
        <translation>{came}{name}现有 {balance} 积分</translation>
    </message>
    <message>
        <source>{came} {name} has {balance} now and owes {debt}</source>
        <extracomment>{came} is a sentence, {name} is a person, {balance} and {debt} are numbers of points</extracomment>
        <translation>{came}{name}现有 {balance} 积分，欠 {debt}</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>Only {available} can be spent now. Choose fewer.</source>
        <translation>现在最多可用 {available}，请减少。</translation>
    </message>
    <message>
        <source>Type how many points.</source>
        <translation>请输入积分数。</translation>
    </message>
    <message>
        <source>Points can pay at most {payable_minor} of this sale.</source>
        <translation>这一单最多可抵 {payable_minor}。</translation>
    </message>
    <message>
        <source>Spend at least {least} at once.</source>
        <translation>每次至少使用 {least}。</translation>
    </message>
    <message>
        <source>This till can spend only {available} now. Choose fewer.</source>
        <translation>本收银台现在最多可用 {available}，请减少。</translation>
    </message>
    <message>
        <source>{points} would pay for nothing.</source>
        <translation>{points}太少，还不够抵扣。</translation>
    </message>
    <message>
        <source>Owed: {debt}. The next sales repay that first.</source>
        <translation>还欠 {debt}，之后的消费会先偿还。</translation>
    </message>
    <message>
        <source>“{typed}” is not an amount.</source>
        <translation>“{typed}”不是金额，请重新输入。</translation>
    </message>
    <message>
        <source>Receipt {receipt} has earned already, on {day}, for {member_name}.</source>
        <translation>小票 {receipt} 已于 {day} 给{member_name}积过分。</translation>
    </message>
    <message>
        <source>No member has this number. Check it, or search by name or phone.</source>
        <translation>没有这个会员号。请核对，或用姓名、手机号查找。</translation>
    </message>
    <message>
        <source>This card is not known here. Search by name or phone.</source>
        <translation>本店没有这张卡的记录。请用姓名或手机号查找。</translation>
    </message>
    <message>
        <source>This card was replaced. Search by name or phone.</source>
        <translation>这张卡已换新卡。请用姓名或手机号查找。</translation>
    </message>
    <message>
        <source>No sale has this receipt or slip. Check the number.</source>
        <translation>没有找到这张小票。请核对号码。</translation>
    </message>
    <message>
        <source>This till cannot give this sale back by itself. Ask for the refund.</source>
        <translation>这一单不能由本收银台自行退。请提出退款申请。</translation>
    </message>
    <message>
        <source>This sale has been given back in full already.</source>
        <translation>这一单已全部退完。</translation>
    </message>
    <message>
        <source>At most {left_minor} can still be given back.</source>
        <translation>最多还能退 {left_minor}。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Without the card this needs one more answer.</source>
        <translation>没有会员卡，还需再核对一项。</translation>
    </message>
    <message>
        <source>That is not the month in our book. Ask for the card.</source>
        <translation>与登记的生日月份不一致。请顾客出示会员卡。</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>请输入姓名。</translation>
    </message>
    <message>
        <source>“{typed}” is not a phone number. Check the digits.</source>
        <translation>“{typed}”不是手机号，请核对。</translation>
    </message>
    <message>
        <source>“{typed}” is not a day. Type it like 1990-02-28 or 02-28.</source>
        <translation>“{typed}”不是日期。请按 1990-02-28 或 02-28 输入。</translation>
    </message>
    <message>
        <source>Read the sentence out and tick it when they agree.</source>
        <translation>请念给顾客听，顾客同意后打勾。</translation>
    </message>
    <message>
        <source>{name} has this number already.</source>
        <translation>{name}已在使用这个手机号。</translation>
    </message>
    <message>
        <source>This needs somebody with the right to.</source>
        <translation>这一步需要有权限的人操作。</translation>
    </message>
    <message>
        <source>This was already written down differently. Nothing was changed.</source>
        <translation>这一笔已经记录过了，但内容不同。没有做任何改动。</translation>
    </message>
    <message>
        <source>That is not the PIN. Tries left: {tries_left}.</source>
        <translation>密码不对，还可再试 {tries_left} 次。</translation>
    </message>
    <message>
        <source>Too many tries. The next one is possible in {seconds} s.</source>
        <translation>尝试次数太多，请 {seconds} 秒后再试。</translation>
    </message>
    <message>
        <source>Anyone would guess this PIN. Choose 4 to 8 digits without a pattern.</source>
        <translation>这个密码太好猜。请换 4 到 8 位没有规律的数字。</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>请选择原因。</translation>
    </message>
    <message>
        <source>The most possible here is {limit}.</source>
        <translation>这里最多 {limit}。</translation>
    </message>
    <message>
        <source>A refund of this sale is asked for already. Wait for the centre.</source>
        <translation>这一单已申请退货，请等待中心处理。</translation>
    </message>
    <message>
        <source>There is nothing to choose here any more.</source>
        <translation>这里已经没有可选的了。</translation>
    </message>
    <message>
        <source>This till sold nothing with this receipt. Scan the code on the slip.</source>
        <translation>本收银台没有这张小票的交易。请扫积分小票上的二维码。</translation>
    </message>
    <message>
        <source>They were made one member more than 30 days ago, and stay one.</source>
        <translation>合为一位会员已超过30天，不能再分开。</translation>
    </message>
    <message>
        <source>The clock says {today}, the last entry is of {last_day}. Somebody must confirm the date.</source>
        <translation>电脑日期是 {today}，最后一笔记录是 {last_day}。请确认日期。</translation>
    </message>
    <message>
        <source>This setting cannot be that.</source>
        <translation>这项设置不能这样改。</translation>
    </message>
    <message>
        <source>The file cannot be used. Line {line}: {found}</source>
        <translation>这个文件不能用。第 {line} 行：{found}</translation>
    </message>
    <message>
        <source>The centre was not heard for too long. Until it is, nothing is redeemed.</source>
        <translation>太久没有连上中心。连上之前不能抵扣。</translation>
    </message>
    <message>
        <source>The centre has stopped this till. Nothing is redeemed. Tell the owner.</source>
        <translation>中心已停用本收银台，不能抵扣。请告诉店主。</translation>
    </message>
    <message>
        <source>The scan broke off. Hold the card still and scan again.</source>
        <translation>没有扫完整。请拿稳会员卡再扫一次。</translation>
    </message>
    <message>
        <source>The card could not be read. Scan again, or type the number.</source>
        <translation>没有读出会员卡。请再扫一次，或输入会员号。</translation>
    </message>
    <message>
        <source>That is not a member card.</source>
        <translation>这不是会员卡。</translation>
    </message>
    <message>
        <source>That code is not one of this shop&apos;s cards.</source>
        <translation>这不是本店的会员卡。</translation>
    </message>
</context>
<context>
    <name>RegisterNotes</name>
    <message>
        <source>The disk is full, so the register gets no answers. Free some space.</source>
        <translation>磁盘已满，无法回复收银机。请清理空间。</translation>
    </message>
    <message>
        <source>The disk reported a fault, so the register gets no answers.</source>
        <translation>磁盘报告故障，无法回复收银机。</translation>
    </message>
    <message>
        <source>Another till takes the register&apos;s sales from {folder}. Choose a folder of its own for this one, in Preferences.</source>
        <extracomment>{folder} is a path</extracomment>
        <translation>另一收银台正在读取 {folder} 中的销售。请在“设置”中为本台另选文件夹。</translation>
    </message>
    <message>
        <source>The register&apos;s sales do not arrive: {folder} cannot be used. Check it, or choose another in Preferences.</source>
        <extracomment>{folder} is a path</extracomment>
        <translation>收不到收银机的销售：{folder} 无法使用。请检查，或在“设置”中另选文件夹。</translation>
    </message>
</context>
<context>
    <name>RegisterSection</name>
    <message>
        <source>The folder “sales” beside the shop&apos;s file</source>
        <translation>本店数据文件旁边的“sales”文件夹</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Use the shop&apos;s own folder</source>
        <translation>改用本店自带的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>SaleCard</name>
    <message>
        <source>A sale of another till</source>
        <translation>其他收银台的交易</translation>
    </message>
    <message>
        <source>What was sold is not known here. All of it goes back.</source>
        <translation>这里没有它的明细，将整单退回。</translation>
    </message>
    <message>
        <source>{day} at {time}</source>
        <extracomment>{day} is a date, {time} a time of day</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>Receipt {receipt}</source>
        <extracomment>{receipt} is the number of a receipt</extracomment>
        <translation>小票号 {receipt}</translation>
    </message>
    <message>
        <source>Give back of {line}</source>
        <extracomment>{line} is a kind of goods</extracomment>
        <translation>退货：{line}</translation>
    </message>
    <message>
        <source>Earned {points}</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>获得 {points}</translation>
    </message>
    <message>
        <source>{points} paid {amount}</source>
        <extracomment>{points} is &quot;400 points&quot;, {amount} is money</extracomment>
        <translation>{points}抵了 {amount}</translation>
    </message>
    <message>
        <source>All of it has been given back.</source>
        <translation>已全部退完。</translation>
    </message>
    <message>
        <source>{left} of {whole} is left</source>
        <extracomment>{left} and {whole} are money</extracomment>
        <translation>原 {whole}，还可退 {left}</translation>
    </message>
    <message>
        <source>Points spent on a reward, without a sale</source>
        <translation>只用积分兑换，没有消费</translation>
    </message>
    <message>
        <source>Total {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>合计 {amount}</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
</context>
<context>
    <name>SalePanel</name>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Receipt (optional)</source>
        <translation>小票号（可不填）</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票号</translation>
    </message>
    <message>
        <source>Total {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>合计 {amount}</translation>
    </message>
    <message>
        <source>Earns {points}</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>可得 {points}</translation>
    </message>
    <message>
        <source>Award {points}</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>发放 {points}</translation>
    </message>
    <message>
        <source>Redeem {spent} and award {earned}</source>
        <extracomment>{spent} and {earned} are numbers of points</extracomment>
        <translation>抵扣 {spent}，发放 {earned}</translation>
    </message>
    <message>
        <source>Redeem {points} ({worth})</source>
        <extracomment>{points} is &quot;300 points&quot;, {worth} is money</extracomment>
        <translation>抵扣 {points}（{worth}）</translation>
    </message>
    <message>
        <source>Scan a card first</source>
        <translation>请先扫会员卡</translation>
    </message>
    <message>
        <source>Type the receipt number</source>
        <translation>请输入小票号</translation>
    </message>
    <message>
        <source>Choose other points</source>
        <translation>请改选积分</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>请输入金额</translation>
    </message>
</context>
<context>
    <name>ScannerSection</name>
    <message>
        <source>{what}. Characters: {count}.</source>
        <extracomment>{what} is &quot;A member card&quot;, {count} how long it is</extracomment>
        <translation>{what}，{count} 个字符。</translation>
    </message>
    <message>
        <source>It came too slowly to be known for a scan. Set the scanner to its fastest, or give it a first key above.</source>
        <translation>输入太慢，认不出是扫码。请把扫码枪调到最快，或在上面设前缀键。</translation>
    </message>
    <message>
        <source>Try it: scan a card here</source>
        <translation>试一试：在这里扫会员卡</translation>
    </message>
    <message>
        <source>A member card, read without a fault</source>
        <translation>会员卡，读取正确</translation>
    </message>
    <message>
        <source>A slip, read without a fault</source>
        <translation>积分小票，读取正确</translation>
    </message>
    <message>
        <source>A member number</source>
        <translation>会员号</translation>
    </message>
    <message>
        <source>Not a card or slip of Regulars, or misread</source>
        <translation>不是 Regulars 的会员卡或小票，或读错了</translation>
    </message>
</context>
<context>
    <name>SecuritySection</name>
    <message>
        <source>Recovery sheet</source>
        <translation>恢复密钥单</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>保留旧的</translation>
    </message>
    <message>
        <source>The sheet you have now will open nothing any more. Make a new one?</source>
        <translation>现在这份密钥单将不能再用。要做一份新的吗？</translation>
    </message>
    <message>
        <source>Make a new sheet</source>
        <translation>制作新密钥单</translation>
    </message>
    <message>
        <source>The page that opens the backups if this computer is lost. Lost the page?</source>
        <translation>电脑丢失或损坏时，用这页纸打开备份。这页纸不见了？</translation>
    </message>
    <message>
        <source>New recovery sheet…</source>
        <translation>新的恢复密钥单…</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>{setting}: {value}</source>
        <extracomment>{setting} and {value}, read aloud: &quot;Colours: Dark&quot;</extracomment>
        <translation>{setting}：{value}</translation>
    </message>
</context>
<context>
    <name>SetupWindow</name>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>It has not been printed or saved yet. If you have written the key down, press the button again.</source>
        <translation>密钥还没有打印或保存。如果已经手抄，请再按一次。</translation>
    </message>
    <message>
        <source>Regulars</source>
        <translation>Regulars</translation>
    </message>
    <message>
        <source>Making your shop</source>
        <translation>正在建店</translation>
    </message>
    <message>
        <source>Make my shop</source>
        <translation>建立我的店</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <extracomment>{number} of {all} questions</extracomment>
        <translation>{number} / {all}</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Which language do you read?</source>
        <translation>请选择语言</translation>
    </message>
    <message>
        <source>What is your shop called?</source>
        <translation>您的店叫什么？</translation>
    </message>
    <message>
        <source>The name stands on cards and slips. The currency stays as it is.</source>
        <translation>店名会印在会员卡和积分小票上。货币定下后不能更改。</translation>
    </message>
    <message>
        <source>What do points do?</source>
        <translation>积分怎么算？</translation>
    </message>
    <message>
        <source>A start that suits most shops. It can be changed any day.</source>
        <translation>这样设置适合大多数店，以后随时可改。</translation>
    </message>
    <message>
        <source>Who owns the shop?</source>
        <translation>店主是哪一位？</translation>
    </message>
    <message>
        <source>Your name and a PIN open the till and its settings.</source>
        <translation>用姓名和密码登录收银台、更改设置。</translation>
    </message>
    <message>
        <source>A few seconds.</source>
        <translation>只需几秒。</translation>
    </message>
    <message>
        <source>Your recovery key</source>
        <translation>您的恢复密钥</translation>
    </message>
    <message>
        <source>Type the shop&apos;s name.</source>
        <translation>请输入店名。</translation>
    </message>
    <message>
        <source>Choose the time zone the shop is in.</source>
        <translation>请选择门店所在的时区。</translation>
    </message>
    <message>
        <source>Type how much earns one point, such as 1.00.</source>
        <translation>请输入消费多少得 1 积分，例如 1.00。</translation>
    </message>
    <message>
        <source>Type what 100 points are worth, such as 1.00.</source>
        <translation>请输入 100 积分可抵多少，例如 1.00。</translation>
    </message>
    <message>
        <source>Type your name.</source>
        <translation>请输入您的姓名。</translation>
    </message>
    <message>
        <source>A PIN has 4 to 8 digits.</source>
        <translation>密码为 4 到 8 位数字。</translation>
    </message>
    <message>
        <source>That is a PIN people try first. Choose one without a pattern, a year or repeated digits.</source>
        <translation>这个密码最容易被猜到。请避开规律、年份和重复的数字。</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type both again.</source>
        <translation>两次密码不一致，请重新输入。</translation>
    </message>
</context>
<context>
    <name>SheetPanel</name>
    <message>
        <source>If this computer breaks or is stolen, this key opens the shop&apos;s backups on a new one. Nobody else has it, and nobody can make it again. Print it and keep it away from this computer.</source>
        <translation>如果这台电脑坏了或被偷，用这把密钥可在新电脑上打开门店的备份。别人没有这把密钥，也没有人能再做一把。请打印出来，不要和这台电脑放在一起。</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>Print or save as PDF</source>
        <translation>打印或存为 PDF</translation>
    </message>
    <message>
        <source>I have put it away safely</source>
        <translation>我已妥善收好</translation>
    </message>
    <message>
        <source>For every day, this computer keeps its key in a file that only this user account can read, because it has no keyring.</source>
        <translation>平时用的密钥保存在一个只有当前用户账户能读的文件里，因为这台电脑没有系统密钥环。</translation>
    </message>
    <message>
        <source>For every day, this computer keeps its key in the system&apos;s keyring.</source>
        <translation>平时用的密钥保存在系统密钥环里。</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Inbox</source>
        <translation>待处理</translation>
    </message>
</context>
<context>
    <name>ShopSection</name>
    <message>
        <source>Shop</source>
        <translation>店名</translation>
    </message>
    <message>
        <source>This till</source>
        <translation>本收银台</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Currency and time zone were fixed when the shop was made: every sale and every last day of points was counted with them.</source>
        <translation>货币和时区在建店时已定下，每笔消费和积分有效期都按此计算，不能更改。</translation>
    </message>
    <message>
        <source>Save names</source>
        <translation>保存名称</translation>
    </message>
</context>
<context>
    <name>ShopStep</name>
    <message>
        <source>Shop</source>
        <translation>店名</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Phone numbers</source>
        <translation>电话号码</translation>
    </message>
</context>
<context>
    <name>SpendRow</name>
    <message>
        <source>No points</source>
        <translation>不抵扣</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>自选</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Points to spend</source>
        <translation>要使用的积分</translation>
    </message>
    <message>
        <source>Amount to pay with points</source>
        <translation>用积分抵扣的金额</translation>
    </message>
    <message>
        <source>All that fits</source>
        <translation>最多可用</translation>
    </message>
    <message>
        <source>{points} = {worth}</source>
        <extracomment>{points} is a number of points, {worth} is money: &quot;400 = $4.00&quot;</extracomment>
        <translation>{points} = {worth}</translation>
    </message>
</context>
<context>
    <name>StaffSection</name>
    <message>
        <source>Add a cashier</source>
        <translation>添加店员</translation>
    </message>
    <message>
        <source>Add an owner</source>
        <translation>添加店主</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>PIN, 4 to 8 digits</source>
        <translation>密码（4 到 8 位数字）</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>再输一次密码</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>New PIN for {name}</source>
        <extracomment>{name} is a person</extracomment>
        <translation>{name}的新密码</translation>
    </message>
    <message>
        <source>A new owner</source>
        <translation>新店主</translation>
    </message>
    <message>
        <source>A new cashier</source>
        <translation>新店员</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Try now</source>
        <translation>马上再试</translation>
    </message>
    <message>
        <source>Centre: {words}</source>
        <extracomment>{words} say how this till and the centre stand</extracomment>
        <translation>中心：{words}</translation>
    </message>
    <message>
        <source>All is at the centre.</source>
        <translation>全部已送到中心。</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在联系中心…</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is not the centre&apos;s. Set it.</source>
        <translation>这台电脑的时间和中心不一致，请校准。</translation>
    </message>
    <message>
        <source>This program is too old to read the centre&apos;s news. Update it.</source>
        <translation>程序太旧，读不了中心的新内容，请更新。</translation>
    </message>
    <message>
        <source>The centre does not know this till, perhaps since a backup was put back. An owner can let it in again in Preferences, Centre.</source>
        <translation>中心不认识这台收银台，可能是恢复过备份。店主可在“设置”的“中心”里重新加入。</translation>
    </message>
    <message>
        <source>The centre answers, but says no ({code}). Tell whoever looks after it.</source>
        <extracomment>{code} is a short English word, for whoever helps the shop</extracomment>
        <translation>中心有回应，但没有接受（{code}）。请告诉管理中心的人。</translation>
    </message>
    <message>
        <source>Reading what is new…</source>
        <translation>正在读取更新…</translation>
    </message>
    <message>
        <source>No network here. Look at the cable or the Wi-Fi.</source>
        <translation>这里没有网络。请检查网线或无线网络。</translation>
    </message>
    <message>
        <source>There is a network here, but no way through it to the centre.</source>
        <translation>有网络，但连不到中心。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong, so nobody can be trusted. Set it.</source>
        <translation>这台电脑的时间不对，无法验证对方身份，请校准。</translation>
    </message>
    <message>
        <source>Whoever answers could not prove to be the centre. See Preferences, Centre.</source>
        <translation>对方无法证明自己是中心。请看“设置”里的“中心”。</translation>
    </message>
    <message>
        <source>The centre does not answer.</source>
        <translation>中心没有回应。</translation>
    </message>
    <message>
        <source>The centre has shut this till out: it earns, but redeems nothing. An owner can let it in again in Preferences, Centre.</source>
        <translation>中心已停用这台收银台：可以积分，不能抵扣。店主可在“设置”的“中心”里重新加入。</translation>
    </message>
    <message>
        <source>This till was given up at the centre: it earns, but redeems nothing. An owner can let it in again in Preferences, Centre.</source>
        <translation>中心已将这台收银台除名：可以积分，不能抵扣。店主可在“设置”的“中心”里重新加入。</translation>
    </message>
    <message>
        <source>Two tills write under one name: this one earns, but redeems nothing. An owner can give it a new start in Preferences, Centre.</source>
        <translation>有两台收银台用了同一个身份：这台可以积分，不能抵扣。店主可在“设置”的“中心”里让它重新开始。</translation>
    </message>
    <message>
        <source>Nothing was heard for so long that no points can be redeemed here</source>
        <translation>太久没有联系上中心，这里暂时不能抵扣</translation>
    </message>
    <message>
        <source>{count}, the oldest for {age}</source>
        <extracomment>{count} is &quot;14 changes wait here&quot;, {age} is &quot;24 min&quot;</extracomment>
        <translation>{count}，最早的已等 {age}</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>{amount} of this sale earns no points</source>
        <extracomment>{amount} is money of goods that earn no points</extracomment>
        <translation>其中 {amount} 不参与积分</translation>
    </message>
    <message>
        <source>{amount} paid with points earns none</source>
        <extracomment>{amount} is money</extracomment>
        <translation>积分抵扣的 {amount} 不积分</translation>
    </message>
    <message>
        <source>{base} × {rate} for each {step} = {earned}</source>
        <extracomment>{base} and {step} are money, {rate} and {earned} are points, as in &quot;$128.50 × 1 point for each $1.00 = 128 points&quot;</extracomment>
        <translation>{base} × 每 {step} 得 {rate} = {earned}</translation>
    </message>
    <message>
        <source>{points} to repay what was owed</source>
        <extracomment>{points} is &quot;12 points&quot;</extracomment>
        <translation>其中 {points}用于偿还欠分</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>消费</translation>
    </message>
    <message>
        <source>Points spent</source>
        <translation>积分抵扣</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Taken back: one receipt earned twice</source>
        <translation>收回：一张小票积了两次分</translation>
    </message>
    <message>
        <source>Taken back: refunded twice</source>
        <translation>收回：重复退款</translation>
    </message>
    <message>
        <source>Taken back: spent twice</source>
        <translation>收回：同一笔积分用了两次</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退货</translation>
    </message>
    <message>
        <source>Carried by the shop</source>
        <translation>由店里承担</translation>
    </message>
    <message>
        <source>Given back: repaid twice</source>
        <translation>退还：重复归还的欠分</translation>
    </message>
    <message>
        <source>Put right by the centre</source>
        <translation>由中心更正</translation>
    </message>
    <message>
        <source>Adjusted</source>
        <translation>积分调整</translation>
    </message>
    <message>
        <source>Ended unused</source>
        <translation>已过期</translation>
    </message>
</context>
<context>
    <name>Tills</name>
    <message>
        <source>this till</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>office</source>
        <translation>办公室</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>shut out</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>copied: two tills write under its name</source>
        <translation>有副本：两台在用它的名字记账</translation>
    </message>
    <message>
        <source>not arrived: {count}</source>
        <extracomment>{count} is how many acts of a till have not arrived</extracomment>
        <translation>还没传到：{count} 条</translation>
    </message>
    <message>
        <source>arrived and not counted yet: {count}</source>
        <extracomment>{count} is how many acts have arrived and are not in the figures</extracomment>
        <translation>已传到、尚未计入：{count} 条</translation>
    </message>
    <message>
        <source>nothing sent yet</source>
        <translation>还没传过</translation>
    </message>
    <message>
        <source>newest arrived {when}</source>
        <extracomment>{when} is a time such as 10:31, when the newest act of a till arrived</extracomment>
        <translation>最新一条 {when} 传到</translation>
    </message>
    <message>
        <source>last seen {when}</source>
        <extracomment>{when} is a time such as 10:31, or &quot;never&quot;</extracomment>
        <translation>最后在线 {when}</translation>
    </message>
</context>
<context>
    <name>TillsPage</name>
    <message>
        <source>Tills</source>
        <translation>收银台</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>All tills</source>
        <translation>所有收银台</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在询问中心……</translation>
    </message>
    <message>
        <source>From the centre, as of {when}.</source>
        <extracomment>{when} is a time such as 10:31</extracomment>
        <translation>中心数据，截至 {when}。</translation>
    </message>
    <message>
        <source>Listed: {shown} of {count}, those seen last.</source>
        <extracomment>{shown} and {count} are numbers: of all tills those that were seen last are listed</extracomment>
        <translation>共{count}台，列出最近在线的{shown}台。</translation>
    </message>
    <message>
        <source>Given up. {points} can be spent elsewhere again.</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>已停用。{points}又可以在别处使用。</translation>
    </message>
    <message>
        <source>It leads its store from the next night on.</source>
        <translation>从今晚之后，它就是门店的主收银台。</translation>
    </message>
    <message>
        <source>may spend</source>
        <translation>可用</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>At all stores</source>
        <translation>在所有门店</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>更早的</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在询问中心……</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有任何记录。</translation>
    </message>
    <message>
        <source>From the centre, as of {when}.</source>
        <extracomment>{when} is a time such as 10:31</extracomment>
        <translation>中心数据，截至 {when}。</translation>
    </message>
</context>
<context>
    <name>TodayPanel</name>
    <message>
        <source>Ready for the next member</source>
        <translation>等候下一位会员</translation>
    </message>
    <message>
        <source>Scan a card. Or type a phone number, its last four digits, a name, or the initials of one.</source>
        <translation>请扫会员卡，也可输入手机号、手机尾号四位、姓名或拼音首字母。</translation>
    </message>
    <message>
        <source>members served today</source>
        <translation>今日接待</translation>
    </message>
    <message>
        <source>points given today</source>
        <translation>今日积分</translation>
    </message>
    <message>
        <source>new members today</source>
        <translation>今日新会员</translation>
    </message>
</context>
<context>
    <name>TrainingBanner</name>
    <message>
        <source>Training: nothing here is real</source>
        <translation>练习模式：内容均非真实交易</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Making the training shop</source>
        <translation>正在准备练习店</translation>
    </message>
    <message>
        <source>Two thousand made-up members and a year of sales. Nothing in it is real.</source>
        <translation>两千位虚构会员和一年的消费，全部不是真的。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>A moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>That is not the key as it is printed. Compare it group by group.</source>
        <translation>与纸上的密钥不一致。请逐组核对。</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <source>What is safe</source>
        <translation>请放心</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>该怎么做</translation>
    </message>
    <message>
        <source>There is no backup on this computer. Choose one from a disk.</source>
        <translation>这台电脑上没有备份。请从磁盘中选择。</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>恢复密钥</translation>
    </message>
    <message>
        <source>Somewhere else…</source>
        <translation>其他位置…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Open the shop</source>
        <translation>打开门店</translation>
    </message>
    <message>
        <source>Which backup?</source>
        <translation>用哪一份备份？</translation>
    </message>
    <message>
        <source>Restore this one</source>
        <translation>恢复这一份</translation>
    </message>
    <message>
        <source>The key from the recovery sheet</source>
        <translation>恢复密钥单上的密钥</translation>
    </message>
    <message>
        <source>Characters still missing: {count}. Dashes and capitals do not matter.</source>
        <extracomment>{count} characters of the recovery key</extracomment>
        <translation>还差 {count} 个字符。短横线和大小写都不影响。</translation>
    </message>
    <message>
        <source>Complete.</source>
        <translation>已输完整。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Use the recovery sheet…</source>
        <translation>使用恢复密钥单…</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Choose a backup</source>
        <translation>选择备份</translation>
    </message>
</context>
<context>
    <name>TroubleStory</name>
    <message>
        <source>Something outside the program failed</source>
        <translation>程序之外出了问题</translation>
    </message>
    <message>
        <source>Try again. If it stays, restart the computer.</source>
        <translation>请再试一次。若仍然这样，请重启电脑。</translation>
    </message>
    <message>
        <source>Every sale that was confirmed is saved.</source>
        <translation>已确认的每一笔都已保存。</translation>
    </message>
    <message>
        <source>The shop&apos;s data was not touched.</source>
        <translation>门店数据没有动过。</translation>
    </message>
    <message>
        <source>Backups are separate files. Restoring one deletes nothing: today&apos;s file is kept.</source>
        <translation>备份是单独的文件。恢复备份不会删除任何东西，现有文件会保留。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Delete or move some files, then try again.</source>
        <translation>请删除或移走一些文件，再试一次。</translation>
    </message>
    <message>
        <source>The disk reported a fault</source>
        <translation>磁盘报告故障</translation>
    </message>
    <message>
        <source>Sales have stopped so that nothing is lost. Confirmed sales were on the disk.</source>
        <translation>为免丢失，已暂停消费登记。已确认的都已写入磁盘。</translation>
    </message>
    <message>
        <source>Restore the newest backup. Have the disk checked before you rely on it again.</source>
        <translation>请恢复最新的备份。磁盘检修后再使用。</translation>
    </message>
    <message>
        <source>The backup could not be made</source>
        <translation>备份没有做成</translation>
    </message>
    <message>
        <source>The file is brought up to date only after a backup, so nothing was changed.</source>
        <translation>备份成功后才会升级文件，所以什么都没有改动。</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>请腾出一些空间，再试一次。</translation>
    </message>
    <message>
        <source>The shop&apos;s data cannot be written</source>
        <translation>门店数据无法写入</translation>
    </message>
    <message>
        <source>The disk or folder is read-only. Allow writing, then try again.</source>
        <translation>磁盘或文件夹是只读的。请允许写入，再试一次。</translation>
    </message>
    <message>
        <source>The shop&apos;s folder is not there</source>
        <translation>找不到门店文件夹</translation>
    </message>
    <message>
        <source>Nothing was deleted by Regulars. Nothing new was made.</source>
        <translation>Regulars 没有删除任何东西，也没有新建任何东西。</translation>
    </message>
    <message>
        <source>Plug in the disk it is on, then try again.</source>
        <translation>请接上存放数据的磁盘，再试一次。</translation>
    </message>
    <message>
        <source>This user account may not open the shop&apos;s data</source>
        <translation>当前用户账户无权打开门店数据</translation>
    </message>
    <message>
        <source>Sign in to the computer as the person who set up the shop, then try again.</source>
        <translation>请用建店时的用户登录电脑，再试一次。</translation>
    </message>
    <message>
        <source>The folder is on a network drive</source>
        <translation>文件夹在网络硬盘上</translation>
    </message>
    <message>
        <source>Points are not safe there. Copy the folder to this computer&apos;s own disk and choose it.</source>
        <translation>积分放在那里不安全。请把文件夹复制到本机磁盘，再选择它。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is a link</source>
        <translation>门店文件是一个链接</translation>
    </message>
    <message>
        <source>Two names for one file can damage it. Choose the folder with the file itself.</source>
        <translation>一个文件有两个名字，可能会损坏。请选择文件本身所在的文件夹。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is damaged</source>
        <translation>门店文件已损坏</translation>
    </message>
    <message>
        <source>Restore the newest backup.</source>
        <translation>请恢复最新的备份。</translation>
    </message>
    <message>
        <source>This is not a file of Regulars</source>
        <translation>这不是 Regulars 的文件</translation>
    </message>
    <message>
        <source>Choose another folder, or restore a backup.</source>
        <translation>请选择其他文件夹，或恢复备份。</translation>
    </message>
    <message>
        <source>A newer version of Regulars has used this file</source>
        <translation>更新版本的 Regulars 用过这个文件</translation>
    </message>
    <message>
        <source>Install the newer version on this computer.</source>
        <translation>请在这台电脑上安装新版本。</translation>
    </message>
    <message>
        <source>The file is too old for this version of Regulars</source>
        <translation>文件太旧，这个版本的 Regulars 打不开</translation>
    </message>
    <message>
        <source>Open it with an older version first, or restore a backup.</source>
        <translation>请先用旧版本打开，或恢复备份。</translation>
    </message>
    <message>
        <source>This computer&apos;s key does not open the shop&apos;s file</source>
        <translation>本机密钥打不开门店文件</translation>
    </message>
    <message>
        <source>Type the key from the recovery sheet. If it does not help, restore a backup.</source>
        <translation>请输入恢复密钥单上的密钥。若仍打不开，请恢复备份。</translation>
    </message>
    <message>
        <source>The shop&apos;s key was not found on this computer</source>
        <translation>这台电脑上找不到门店密钥</translation>
    </message>
    <message>
        <source>If the computer&apos;s keyring is locked, unlock it and try again. Otherwise type the key from the recovery sheet.</source>
        <translation>如果系统密钥环已锁定，请解锁后再试。否则请输入恢复密钥单上的密钥。</translation>
    </message>
    <message>
        <source>The key file is damaged</source>
        <translation>密钥文件已损坏</translation>
    </message>
    <message>
        <source>Restore the newest backup: it carries a copy of the key file.</source>
        <translation>请恢复最新的备份，里面有密钥文件的副本。</translation>
    </message>
    <message>
        <source>Regulars is already open</source>
        <translation>Regulars 已经打开</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it and try again.</source>
        <translation>请使用已打开的窗口，或关闭它再试一次。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is busy</source>
        <translation>门店文件正被占用</translation>
    </message>
    <message>
        <source>Another program is using it. Wait a moment and try again.</source>
        <translation>另一个程序正在使用。请稍等再试。</translation>
    </message>
    <message>
        <source>Regulars is not installed completely</source>
        <translation>Regulars 没有安装完整</translation>
    </message>
    <message>
        <source>Install Regulars again. The shop&apos;s data stays where it is.</source>
        <translation>请重新安装 Regulars。门店数据不受影响。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
    <message>
        <source>Choose another file, or try again.</source>
        <translation>请选择其他文件，或再试一次。</translation>
    </message>
    <message>
        <source>The file cannot be written there</source>
        <translation>文件无法写到那里</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>请腾出空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>There is no shop in this folder</source>
        <translation>这个文件夹里没有门店</translation>
    </message>
    <message>
        <source>Nothing was deleted by Regulars.</source>
        <translation>Regulars 没有删除任何东西。</translation>
    </message>
    <message>
        <source>Choose the folder the shop is in, or try again.</source>
        <translation>请选择门店所在的文件夹，或再试一次。</translation>
    </message>
    <message>
        <source>Something in the program went wrong</source>
        <translation>程序出了问题</translation>
    </message>
    <message>
        <source>Try again. A report was written.</source>
        <translation>请再试一次。已写下错误报告。</translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>The disk is full. Nothing was saved. Free some space and try again.</source>
        <translation>磁盘已满，没有保存。请腾出空间再试一次。</translation>
    </message>
    <message>
        <source>The disk reported a fault. What was confirmed is safe. Selling has stopped until the file is checked.</source>
        <translation>磁盘报告故障。已确认的都安全。检查文件之前暂停登记消费。</translation>
    </message>
    <message>
        <source>The shop&apos;s file cannot be written: the disk or folder is read-only.</source>
        <translation>门店文件无法写入：磁盘或文件夹是只读的。</translation>
    </message>
    <message>
        <source>The folder of the shop&apos;s data is not there. Is a disk unplugged?</source>
        <translation>找不到门店数据的文件夹。磁盘是不是没接上？</translation>
    </message>
    <message>
        <source>This user account may not open the shop&apos;s data.</source>
        <translation>当前用户账户无权打开门店数据。</translation>
    </message>
    <message>
        <source>The shop&apos;s data must be on this computer&apos;s own disk, not on a network drive.</source>
        <translation>门店数据必须放在本机磁盘上，不能放在网络硬盘上。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is a link to another file. It must be the file itself.</source>
        <translation>门店文件是指向别处的链接，请改用文件本身。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is damaged. Restore the newest backup.</source>
        <translation>门店文件已损坏，请恢复最新的备份。</translation>
    </message>
    <message>
        <source>This is not a file of Regulars.</source>
        <translation>这不是 Regulars 的文件。</translation>
    </message>
    <message>
        <source>The key on this computer does not open this shop&apos;s file. Use the recovery sheet.</source>
        <translation>本机密钥打不开门店文件，请使用恢复密钥单。</translation>
    </message>
    <message>
        <source>The key of this shop was not found on this computer. Use the recovery sheet.</source>
        <translation>这台电脑上找不到门店密钥，请使用恢复密钥单。</translation>
    </message>
    <message>
        <source>The key file is damaged. Restore the newest backup.</source>
        <translation>密钥文件已损坏，请恢复最新的备份。</translation>
    </message>
    <message>
        <source>A newer version of Regulars has used this file. Install that version. The file was not touched.</source>
        <translation>更新版本的 Regulars 用过这个文件，请安装新版本。文件没有动过。</translation>
    </message>
    <message>
        <source>This file is too old for this version of Regulars.</source>
        <translation>文件太旧，这个版本的 Regulars 打不开。</translation>
    </message>
    <message>
        <source>Regulars is already open with this shop&apos;s data.</source>
        <translation>Regulars 已经打开了这家门店的数据。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is busy. Try again.</source>
        <translation>门店文件正被占用，请再试一次。</translation>
    </message>
    <message>
        <source>This installation is not fit to keep points. Install it again.</source>
        <translation>程序没有安装完整，不能记积分。请重新安装。</translation>
    </message>
    <message>
        <source>The backup could not be made, so nothing was changed.</source>
        <translation>备份没有做成，所以什么都没有改动。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>文件无法读取。</translation>
    </message>
    <message>
        <source>The file cannot be written there.</source>
        <translation>文件无法写到那里。</translation>
    </message>
    <message>
        <source>Something in the program went wrong. Look at the member&apos;s history before you try again.</source>
        <translation>程序出了问题。请先看看会员的记录，再重试。</translation>
    </message>
    <message>
        <source>There is no shop in this folder yet.</source>
        <translation>这个文件夹里还没有门店。</translation>
    </message>
    <message>
        <source>Something outside the program failed.</source>
        <translation>程序之外出了问题。</translation>
    </message>
</context>
<context>
    <name>Unsent</name>
    <message numerus="yes">
        <source>%n act(s) not sent yet</source>
        <translation>
            <numerusform>%n 笔尚未上传</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingButton</name>
    <message numerus="yes">
        <source>%n sale(s) wait</source>
        <translation>
            <numerusform>%n 笔待处理</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>Sales from the register</source>
        <translation>收银机传来的销售</translation>
    </message>
    <message>
        <source>Sales that wait</source>
        <translation>待处理的销售</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Take this sale</source>
        <translation>处理这笔</translation>
    </message>
    <message>
        <source>None waits. What the register hands over without a member comes here.</source>
        <translation>目前没有待处理的销售。收银机传来、未指明会员的销售会显示在这里。</translation>
    </message>
    <message>
        <source>Find the receipt, take the sale, then scan the member&apos;s card.</source>
        <translation>找到这张小票，处理这笔，再扫会员卡。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 个品项</numerusform>
        </translation>
    </message>
    <message>
        <source>{points} to redeem</source>
        <extracomment>{points} is &quot;100 points&quot;</extracomment>
        <translation>抵扣 {points}</translation>
    </message>
    <message>
        <source>on the screen now</source>
        <translation>已在屏幕上</translation>
    </message>
</context>
<context>
    <name>WhoPanel</name>
    <message>
        <source>Too many wrong PINs. Try again in {time}.</source>
        <extracomment>{time} is minutes and seconds, as in &quot;0:30&quot;</extracomment>
        <translation>密码输错次数太多，请 {time} 后再试。</translation>
    </message>
    <message>
        <source>Nobody here has a PIN for this. An owner sets PINs in Preferences, Staff.</source>
        <translation>还没有人能用密码批准。店主可在“设置”的“店员”里设密码。</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>其他人</translation>
    </message>
    <message>
        <source>Nobody with a PIN is known here yet. The centre tells this till who works here; as soon as it has, the names appear.</source>
        <translation>这里还不知道谁有 PIN。中心会告诉这台收银台谁在这里上班，收到后名字就会出现。</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%n change(s) have not reached the centre, so the shop stays here. Connect first, or save an export and use `regulars-admin leave`.</source>
        <translation>
            <numerusform>有 %n 条改动还没送到中心，所以店留在这里。请先连上，或保存导出文件后用 `regulars-admin leave`。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) on the way to the centre…</source>
        <translation>
            <numerusform>%n 条改动正在送往中心…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait here</source>
        <translation>
            <numerusform>有 %n 条改动在等</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
</context>
</TS>
