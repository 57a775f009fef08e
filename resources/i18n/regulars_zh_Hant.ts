<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hant" sourcelanguage="en">
<context>
    <name>AdjustPanel</name>
    <message>
        <source>Adjust points</source>
        <translation>調整點數</translation>
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
        <translation>點數</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Note, if there is more to say</source>
        <translation>備註（可不填）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>調整</translation>
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
        <translation>點數明細沒有印出來。請檢查印表機，再印一次。</translation>
    </message>
</context>
<context>
    <name>ApprovalPanel</name>
    <message>
        <source>Somebody has to approve this</source>
        <translation>這一步需要核准</translation>
    </message>
    <message>
        <source>Their name is written down with it.</source>
        <translation>核准人的姓名會一併記錄。</translation>
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
        <translation>退貨金額</translation>
    </message>
    <message>
        <source>Goods come back</source>
        <translation>商品退回</translation>
    </message>
    <message>
        <source>Sale was a mistake</source>
        <translation>打錯了，整筆作廢</translation>
    </message>
    <message>
        <source>all: {amount}</source>
        <extracomment>{amount} is a number of money without its sign</extracomment>
        <translation>全部：{amount}</translation>
    </message>
    <message>
        <source>This sale was given back in full already.</source>
        <translation>這筆交易已全部退完。</translation>
    </message>
    <message>
        <source>Nothing left to give back</source>
        <translation>沒有可退的了</translation>
    </message>
    <message>
        <source>Check the amount</source>
        <translation>請核對金額</translation>
    </message>
    <message>
        <source>Asked for. It waits for the centre.</source>
        <translation>已申請，等待中心處理。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Find a sale first</source>
        <translation>請先查找要退的交易</translation>
    </message>
    <message>
        <source>Given back, as asked for here. Paid with points: hand out nothing.</source>
        <translation>已依本機的申請退貨。當時用點數付款，不用退錢。</translation>
    </message>
    <message>
        <source>Paid with points: hand out nothing</source>
        <translation>當時用點數付款，不用退錢</translation>
    </message>
    <message>
        <source>Paid with points: they come back, and no money is handed out.</source>
        <translation>當時用點數付款：點數退還，不用退錢。</translation>
    </message>
    <message>
        <source>Given back, as asked for here. Hand out {cash}, once.</source>
        <extracomment>{cash} is money</extracomment>
        <translation>已依本機的申請退貨，請把 {cash} 退給顧客，只退一次。</translation>
    </message>
    <message>
        <source>Something was asked for here before: its money was to be handed out.</source>
        <translation>此前本櫃檯已申請過退款：那筆錢應已交給顧客。</translation>
    </message>
    <message>
        <source>Asked for here before: {cash} was to be handed out.</source>
        <extracomment>{cash} is money</extracomment>
        <translation>此前本櫃檯已申請過：應交給顧客 {cash}。</translation>
    </message>
    <message>
        <source>Given back, as asked for here. Hand out the money, once.</source>
        <translation>已依本機的申請退貨，請把錢退給顧客，只退一次。</translation>
    </message>
    <message>
        <source>Given back at another till already. Hand out nothing here.</source>
        <translation>已在另一台收銀機退貨，這裡不要再退錢。</translation>
    </message>
    <message>
        <source>Given back already, asked for at another till.</source>
        <translation>另一台收銀機已申請，並已退貨。</translation>
    </message>
    <message>
        <source>Hand out {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>退給顧客 {amount}</translation>
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
        <translation>餘額不足，其中 {points}記為欠點</translation>
    </message>
    <message>
        <source>{amount} to give back</source>
        <extracomment>{amount} is money</extracomment>
        <translation>待退 {amount}</translation>
    </message>
    <message>
        <source>This till cannot give this sale back by itself. The centre sees to it.</source>
        <translation>這筆不能由本櫃檯自行退，由中心辦理。</translation>
    </message>
    <message>
        <source>{amount} of it was given back already. The rest goes back now.</source>
        <extracomment>{amount} is money</extracomment>
        <translation>其中 {amount} 已退過，這次退其餘的部分。</translation>
    </message>
    <message>
        <source>Hand out the money once it is done.</source>
        <translation>辦好之後再退現金。</translation>
    </message>
    <message>
        <source>Ask for the refund</source>
        <translation>申請退款</translation>
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
        <translation>作廢此筆 {amount}</translation>
    </message>
</context>
<context>
    <name>BackupSection</name>
    <message>
        <source>Each is a whole copy that was opened and checked. Copy one to another disk now and then; it opens with the recovery sheet.</source>
        <translation>每份備份都是完整的，並已開啟核對過。請不時複製一份到其他磁碟；用復原金鑰單即可開啟。</translation>
    </message>
    <message>
        <source>Make a backup now</source>
        <translation>立即備份</translation>
    </message>
    <message>
        <source>Making a backup</source>
        <translation>正在備份</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>Last made and proved: {moment}</source>
        <extracomment>{moment} is a day and a time</extracomment>
        <translation>最近一次備份並核對：{moment}</translation>
    </message>
    <message>
        <source>There is no backup on this computer yet.</source>
        <translation>這台電腦上還沒有備份。</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Counter</source>
        <translation>櫃檯</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>會員</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>鎖定</translation>
    </message>
</context>
<context>
    <name>CardPanel</name>
    <message>
        <source>Replace the card?</source>
        <translation>要換卡嗎？</translation>
    </message>
    <message>
        <source>The old card stops working at once. The points stay. A new card is printed.</source>
        <translation>舊卡立即失效，點數保留，並列印一張新卡。</translation>
    </message>
    <message>
        <source>Replace card</source>
        <translation>換卡</translation>
    </message>
</context>
<context>
    <name>CentreSection</name>
    <message>
        <source>A training shop stays by itself: it joins no centre.</source>
        <translation>練習店只在這裡用，不加入中心。</translation>
    </message>
    <message>
        <source>One till needs no centre. Where a shop has several, a centre keeps them in step: all members and points at each of them, and nothing spent twice. Type what the centre has printed. This shop goes on as it is, with all its members and points; that cannot be taken back.</source>
        <translation>只有一個櫃檯時不需要中心。有好幾個時，中心讓它們保持一致：每台都有全部會員和點數，點數不會用兩次。請填寫中心印出的內容。本店照常使用，會員和點數都保留；加入後不能退回。</translation>
    </message>
    <message>
        <source>This till belongs to the centre at {address}.</source>
        <extracomment>{address} begins with https</extracomment>
        <translation>這個櫃檯屬於這個中心：{address}。</translation>
    </message>
    <message>
        <source>Has the centre moved, or must this till be let in again?</source>
        <translation>中心換了位址，或這個櫃檯要重新加入？</translation>
    </message>
    <message>
        <source>Before this computer is given away: save what has not reached the centre, or wait until it has. An export is encrypted and opens with the recovery sheet.</source>
        <translation>電腦轉送之前：把還沒送到中心的保存下來，或等它送到。匯出檔是加密的，用復原金鑰單開啟。</translation>
    </message>
    <message>
        <source>Save an export…</source>
        <translation>儲存匯出檔…</translation>
    </message>
    <message>
        <source>Yes, take it off</source>
        <translation>是的，移走</translation>
    </message>
    <message>
        <source>Take the shop off this computer…</source>
        <translation>把店從這台電腦移走…</translation>
    </message>
    <message>
        <source>Joining was not finished. Go on with the same code: nothing is lost.</source>
        <translation>加入還沒有完成。請用同一組註冊碼繼續：什麼都沒有遺失。</translation>
    </message>
</context>
<context>
    <name>ClockPage</name>
    <message>
        <source>Is today {today}?</source>
        <extracomment>{today} is a date</extracomment>
        <translation>今天是 {today} 嗎？</translation>
    </message>
    <message>
        <source>The last entry is of {last}. If the computer&apos;s date is wrong, points could end too early. Once you confirm, the till goes on from today.</source>
        <extracomment>{last} is a date</extracomment>
        <translation>最後一筆記錄是 {last}。如果電腦日期不對，點數可能會提早到期。確認後，櫃檯將從今天繼續。</translation>
    </message>
    <message>
        <source>Yes, the date is right</source>
        <translation>是，日期正確</translation>
    </message>
    <message>
        <source>No, lock the till</source>
        <translation>不是，鎖定櫃檯</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Keys</source>
        <translation>快速鍵</translation>
    </message>
    <message>
        <source>Find a member</source>
        <translation>查找會員</translation>
    </message>
    <message>
        <source>New member</source>
        <translation>新會員</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>鎖定</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全螢幕</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>櫃檯</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>會員</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Redeem…</source>
        <translation>折抵點數…</translation>
    </message>
    <message>
        <source>Redeem all</source>
        <translation>全部折抵</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>會員卡</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退貨</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>復原上一筆</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>列印點數明細</translation>
    </message>
    <message>
        <source>Sales from the register</source>
        <translation>收銀機傳來的銷售</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>擱置</translation>
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
        <translation>請念給顧客聽</translation>
    </message>
    <message>
        <source>May we keep your name, phone and purchases, so that you collect points? You can ask us to delete them at any time.</source>
        <translation>為了幫您累積點數，我們需要保存您的姓名、電話和消費紀錄。您隨時可以要求刪除。請問您同意嗎？</translation>
    </message>
    <message>
        <source>They said yes</source>
        <translation>顧客已同意</translation>
    </message>
    <message>
        <source>They also want to hear about offers</source>
        <translation>也願意收到優惠訊息</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n 點</numerusform>
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
        <translation>查找會員</translation>
    </message>
    <message>
        <source>Scan a card, or type a phone, name or number</source>
        <translation>掃會員卡，或輸入電話、姓名、會員編號</translation>
    </message>
</context>
<context>
    <name>CounterWords</name>
    <message>
        <source>This sale is now for {now}, no longer for {before}.</source>
        <extracomment>{now} and {before} are people</extracomment>
        <translation>這筆改記給{now}，不再記給{before}。</translation>
    </message>
    <message>
        <source>{amount} from the register. Scan the card.</source>
        <extracomment>{amount} is money</extracomment>
        <translation>收銀機傳來 {amount}。請掃會員卡。</translation>
    </message>
    <message>
        <source>{spent} redeemed, {earned} earned for {name}, {balance} now</source>
        <extracomment>{spent} and {earned} are &quot;400 points&quot;, {name} a person, {balance} a number</extracomment>
        <translation>{name}：折抵 {spent}，獲得 {earned}，目前 {balance} 點</translation>
    </message>
    <message>
        <source>{earned} for {name}, {balance} now</source>
        <extracomment>{earned} is &quot;192 points&quot;, {name} a person, {balance} a number: &quot;192 points for Ada&quot;</extracomment>
        <translation>{name}：獲得 {earned}，目前 {balance} 點</translation>
    </message>
    <message>
        <source>{points} ({worth}) redeemed for {name}, {balance} now</source>
        <extracomment>{points} is &quot;300 points&quot;, {worth} money, {name} a person, {balance} a number</extracomment>
        <translation>{name}：折抵 {points}（{worth}），目前 {balance} 點</translation>
    </message>
    <message>
        <source>Undone: {name} has {balance} again. Correct it, or press Esc.</source>
        <extracomment>{name} is a person, {balance} a number of points</extracomment>
        <translation>已復原：{name}恢復為 {balance} 點。請更正，或按 Esc。</translation>
    </message>
    <message>
        <source>Undone: {name} has {balance} again.</source>
        <extracomment>{name} is a person, {balance} a number of points</extracomment>
        <translation>已復原：{name}恢復為 {balance} 點。</translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s) from the register wait. Choose one.</source>
        <translation>
            <numerusform>收銀機傳來 %n 筆待處理的銷售。請選擇一筆。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>選擇</translation>
    </message>
    <message>
        <source>Finish the sale on the screen first, or empty its fields.</source>
        <translation>請先完成畫面上的這筆，或清空輸入欄。</translation>
    </message>
    <message>
        <source>Receipt {receipt} is put aside, without points. If it is wanted later, send it again from the register.</source>
        <extracomment>{receipt} is a receipt number</extracomment>
        <translation>收據 {receipt} 已擱置，不給點。之後需要時，請從收銀機重新傳送。</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Receipt {receipt} waits again.</source>
        <extracomment>{receipt} is a receipt number</extracomment>
        <translation>收據 {receipt} 已取回，等待處理。</translation>
    </message>
    <message>
        <source>Asking the centre for {points} more. Go on if you like; Esc stops it.</source>
        <extracomment>{points} is &quot;300 points&quot;</extracomment>
        <translation>正在向中心申請 {points}。可以繼續操作，按 Esc 停止。</translation>
    </message>
    <message>
        <source>Redeem {points}</source>
        <extracomment>{points} is a number of points</extracomment>
        <translation>折抵 {points}</translation>
    </message>
    <message>
        <source>Scan the member&apos;s card, or find the member.</source>
        <translation>請掃會員卡，或查找會員。</translation>
    </message>
    <message>
        <source>Type the receipt number, then press Enter again.</source>
        <translation>請輸入收據號碼，再按一次 Enter。</translation>
    </message>
    <message>
        <source>Type the amount of the sale.</source>
        <translation>請輸入消費金額。</translation>
    </message>
    <message>
        <source>Open that sale</source>
        <translation>開啟那筆交易</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>The program made a mistake (report {number}). The till stays open: look whether your last step was saved.</source>
        <extracomment>{number} is the number of an error report, like 3F2A91.</extracomment>
        <translation>程式發生錯誤（報告 {number}）。櫃檯仍可使用，請確認上一步是否已儲存。</translation>
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
        <translation>電話</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Wants to hear about offers</source>
        <translation>願意收到優惠訊息</translation>
    </message>
    <message>
        <source>Remove the phone number</source>
        <translation>刪除電話</translation>
    </message>
    <message>
        <source>They share this number (household)</source>
        <translation>家人共用此電話</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>No number</source>
        <translation>無電話</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Number pad</source>
        <translation>數字鍵盤</translation>
    </message>
    <message>
        <source>Make member and print card</source>
        <translation>辦理入會並列印會員卡</translation>
    </message>
</context>
<context>
    <name>FindPanel</name>
    <message>
        <source>Phone, name or member number</source>
        <translation>電話、姓名或會員編號</translation>
    </message>
    <message>
        <source>Members found</source>
        <translation>找到的會員</translation>
    </message>
    <message>
        <source>Nobody found for “{typed}”. Try the last digits of the phone.</source>
        <extracomment>{typed} is what the cashier typed</extracomment>
        <translation>找不到「{typed}」。可試試電話末幾碼。</translation>
    </message>
    <message>
        <source>Type a phone, a name or a number, or scan a card.</source>
        <translation>請輸入電話、姓名或會員編號，或掃會員卡。</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Number pad</source>
        <translation>數字鍵盤</translation>
    </message>
    <message>
        <source>By category</source>
        <translation>依類別</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>會員</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <source>Members found</source>
        <translation>找到的會員</translation>
    </message>
    <message>
        <source>Go on typing: the last four digits, or a name.</source>
        <translation>請繼續輸入：電話末四碼，或姓名。</translation>
    </message>
    <message>
        <source>Nobody found for “{typed}”.</source>
        <extracomment>{typed} is what was typed into the search field</extracomment>
        <translation>找不到「{typed}」。</translation>
    </message>
    <message>
        <source>New member “{typed}”</source>
        <extracomment>{typed} is what was typed into the search field</extracomment>
        <translation>新會員「{typed}」</translation>
    </message>
</context>
<context>
    <name>GoodsSection</name>
    <message>
        <source>Row {number}: {why}</source>
        <extracomment>{number} of the row; {why} is a sentence</extracomment>
        <translation>第 {number} 列：{why}</translation>
    </message>
    <message>
        <source>Kinds of goods</source>
        <translation>商品類別</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>代號</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Earns points</source>
        <translation>可累點</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>編號</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>類別</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>新增一列</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Paste a list…</source>
        <translation>貼上清單…</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>從檔案匯入…</translation>
    </message>
    <message>
        <source>Save goods</source>
        <translation>儲存商品</translation>
    </message>
    <message>
        <source>Put into the table</source>
        <translation>填入表格</translation>
    </message>
    <message>
        <source>List to paste</source>
        <translation>要貼上的清單</translation>
    </message>
    <message>
        <source>A cashier types the key beside an amount: T for tobacco.</source>
        <translation>店員在金額旁輸入代號，例如 T 代表菸品。</translation>
    </message>
    <message>
        <source>The code is the register&apos;s own; the kind is a key.</source>
        <translation>編號用收銀機裡的編號；類別填上表的代號。</translation>
    </message>
    <message>
        <source>it needs a key.</source>
        <translation>請填代號。</translation>
    </message>
    <message>
        <source>“{found}” stands there twice.</source>
        <translation>「{found}」重複了。</translation>
    </message>
    <message>
        <source>there is no kind “{found}”.</source>
        <translation>沒有「{found}」這個類別。</translation>
    </message>
    <message>
        <source>“{found}” is neither yes nor no.</source>
        <translation>「{found}」請改為「是」或「否」。</translation>
    </message>
    <message>
        <source>a text is too long.</source>
        <translation>文字太長，請縮短。</translation>
    </message>
    <message>
        <source>there are too many rows.</source>
        <translation>列數太多，請分批匯入。</translation>
    </message>
    <message>
        <source>Choose a list</source>
        <translation>選擇清單檔案</translation>
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
        <translation>本門市的主櫃檯：斷線時，會員的點數留在這裡可用。</translation>
    </message>
    <message>
        <source>Let it lead its store</source>
        <translation>設為門市的主櫃檯</translation>
    </message>
    <message>
        <source>Give up this till…</source>
        <translation>停用這台櫃檯……</translation>
    </message>
    <message>
        <source>It is lost: give it up</source>
        <translation>找不回來了：停用</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>先不要</translation>
    </message>
    <message>
        <source>What it may spend is told to an office, and to its own store.</source>
        <translation>它可用多少點數，只告訴辦公室和它所在的門市。</translation>
    </message>
    <message>
        <source>May spend {points}.</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>可用{points}。</translation>
    </message>
    <message>
        <source>Only if it is lost for good. The {points} it may spend go back to their members. If some were spent there unseen, the shop loses them: {points} at most. What it still sends will count.</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>只有確實找不回來才停用。它可用的{points}會還給會員。如果有人在那裡用掉了而我們還不知道，由店裡承擔，最多{points}。它以後再傳來的仍算數。</translation>
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
        <translation>餘額 {balance}</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未上傳</translation>
    </message>
    <message>
        <source>at the centre</source>
        <translation>已到中心</translation>
    </message>
    <message>
        <source>at the centre, not counted yet</source>
        <translation>已到中心，尚未入帳</translation>
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
        <translation>紀錄</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>還沒有紀錄。</translation>
    </message>
    <message>
        <source>Refund…</source>
        <translation>退貨…</translation>
    </message>
    <message>
        <source>Entries: {count}</source>
        <extracomment>{count} is how many entries a history has, such as &quot;12&quot; or &quot;50+&quot;</extracomment>
        <translation>共 {count} 筆</translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message>
        <source>Two tills write under one name</source>
        <translation>兩台櫃檯用同一個名稱記帳</translation>
    </message>
    <message>
        <source>One receipt earned twice</source>
        <translation>一張收據累了兩次點</translation>
    </message>
    <message>
        <source>A sale was given back twice</source>
        <translation>一筆消費退了兩次</translation>
    </message>
    <message>
        <source>A refund was asked for and not done</source>
        <translation>有一筆退貨沒有辦成</translation>
    </message>
    <message>
        <source>A refund is to be asked for anew</source>
        <translation>有一筆退貨要重新申請</translation>
    </message>
    <message>
        <source>Money was handed out and nothing given back</source>
        <translation>錢已退給顧客，帳上卻沒退成</translation>
    </message>
    <message>
        <source>Two tills asked for parts of one sale</source>
        <translation>兩台收銀機各申請退同一單的一部分</translation>
    </message>
    <message>
        <source>A till gave back a sale of a day that was over</source>
        <translation>櫃檯退了已日結的消費</translation>
    </message>
    <message>
        <source>A refund of a sale nobody knows</source>
        <translation>退了一筆查不到的消費</translation>
    </message>
    <message>
        <source>A till spent points it did not hold</source>
        <translation>櫃檯用了不在自己額度內的點數</translation>
    </message>
    <message>
        <source>Points were spent twice</source>
        <translation>點數被用了兩次</translation>
    </message>
    <message>
        <source>Points were taken twice</source>
        <translation>點數被扣了兩次</translation>
    </message>
    <message>
        <source>Points short since the centre was restored</source>
        <translation>中心還原後點數對不上</translation>
    </message>
    <message>
        <source>One phone number, two members</source>
        <translation>同一個手機號碼，兩位會員</translation>
    </message>
    <message>
        <source>Enrolled twice, now one member</source>
        <translation>登記了兩次，已合併為一位會員</translation>
    </message>
    <message>
        <source>One card, two members</source>
        <translation>同一張卡，兩位會員</translation>
    </message>
    <message>
        <source>A till gave somebody another&apos;s points</source>
        <translation>有櫃檯把別人的點數登記給了他人</translation>
    </message>
    <message>
        <source>A till enrolled a member again</source>
        <translation>有櫃檯把會員又登記了一次</translation>
    </message>
    <message>
        <source>A till is newer than the centre</source>
        <translation>櫃檯的版本比中心新</translation>
    </message>
    <message>
        <source>The centre could not do an entry</source>
        <translation>中心有一筆紀錄沒能處理</translation>
    </message>
    <message>
        <source>{till} and a copy of it both wrote. From there on nothing of either counts, and all of it is kept. Let that till join anew; then give up the old one.</source>
        <translation>{till}和它的一份複本都記了帳。從那以後雙方的紀錄都保留著，但不計入。請讓這台櫃檯重新加入，再停用舊的。</translation>
    </message>
    <message>
        <source>{who} got {points} for a receipt that had earned already. The second award was taken back.</source>
        <translation>{who}用一張已累過點的收據又得了{points}。第二次的已經收回。</translation>
    </message>
    <message>
        <source>{points} went back to {who} a second time. They were taken back again.</source>
        <translation>{who}被重複退回{points}，多退的已經收回。</translation>
    </message>
    <message>
        <source>The sale of {who} had been given back already, so nothing was done.</source>
        <translation>{who}的這筆消費早已退過，所以沒有再辦。</translation>
    </message>
    <message>
        <source>{till} asked, and something of the sale of {who} had been given back meanwhile. Nothing was done, and nothing is to be handed out. Ask anew if the goods came back.</source>
        <translation>{till} 申請退貨時，{who} 的這筆交易已有一部分在別處退過。這次沒有退，請不要退錢；商品若確實拿回來了，請重新申請。</translation>
    </message>
    <message>
        <source>{till} was told to hand out money for a sale of {who}. After the centre was restored nothing of it was left to give back.</source>
        <translation>{till} 已被告知替 {who} 的交易退錢，但中心還原之後，這筆交易已沒有可退的部分。</translation>
    </message>
    <message>
        <source>Both parts of the sale of {who} were given back. Ask whether it was the same one twice.</source>
        <translation>{who}這一單的兩部分都已退貨。請問清是不是同一部分退了兩次。</translation>
    </message>
    <message>
        <source>{till} gave a sale of {who} back after the centre had taken that over. It counts.</source>
        <translation>{till}退了{who}的一筆消費，而退貨權已經交給中心。這次退貨算數。</translation>
    </message>
    <message>
        <source>{till} gave back a sale of {who} that the centre does not have. It counts.</source>
        <translation>{till}退了{who}的一筆消費，中心沒有這筆消費的紀錄。這次退貨算數。</translation>
    </message>
    <message>
        <source>{who} spent {points} at {till}. They were there, so nobody has lost any.</source>
        <translation>{who}在{till}用了{points}。點數本來就有，誰也沒有損失。</translation>
    </message>
    <message>
        <source>{who} spent {points} at {till}, which had been given up, and had spent them elsewhere too. The shop carries them.</source>
        <translation>{who}在已停用的{till}用了{points}，在別處也用過同一批。這部分由店裡承擔。</translation>
    </message>
    <message>
        <source>{points} of {who} were taken off at {till}, which had been given up, and were gone already. The shop carries them.</source>
        <translation>{who}的{points}在已停用的{till}被扣掉，而這些點數早已不在了。這部分由店裡承擔。</translation>
    </message>
    <message>
        <source>A member has spent {points} that the restored centre cannot account for. The shop carries them.</source>
        <translation>一位會員用掉的{points}在還原後的中心裡查不到來源。這部分由店裡承擔。</translation>
    </message>
    <message>
        <source>{who} gave the number of {other}. Both are members with points of their own.</source>
        <translation>{who}留的是{other}的手機號碼。兩位都是會員，各有各的點數。</translation>
    </message>
    <message>
        <source>{who} was enrolled at two tills with one phone number. The centre made one member of both: their points can be spent together.</source>
        <translation>{who}用同一個手機號碼在兩個櫃檯登記過。中心已把兩份合併為一位會員，點數可以一起用。</translation>
    </message>
    <message>
        <source>{who} was given a card that another member had first. It stays with that one.</source>
        <translation>發給{who}的卡早已屬於另一位會員，仍歸那一位。</translation>
    </message>
    <message>
        <source>{till} enrolled {who} with the points of {other}. They stay with {other}. That till is broken or has been tampered with: stop using it and have it looked at.</source>
        <translation>{till}登記{who}時用了{other}的點數。點數仍歸{other}。那台櫃檯故障了，或被人動過手腳：請停用並找人檢查。</translation>
    </message>
    <message>
        <source>{till} enrolled {who} a second time, with other points. The first ones count. That till is broken or has been tampered with: stop using it and have it looked at.</source>
        <translation>{till}又登記了一次{who}，用的是另一份點數。以第一次為準。那台櫃檯故障了，或被人動過手腳：請停用並找人檢查。</translation>
    </message>
    <message>
        <source>{till} is newer than the centre. Its entries wait and are not lost. Update the centre.</source>
        <translation>{till}的版本比中心新。它的紀錄先保留，不會遺失。請更新中心。</translation>
    </message>
    <message>
        <source>An entry of {till} waits and is not lost, because the centre has a fault. Update the centre.</source>
        <translation>中心發生故障，{till}有一筆紀錄先保留，不會遺失。請更新中心。</translation>
    </message>
    <message>
        <source>I have seen it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Leave it so</source>
        <translation>維持現狀</translation>
    </message>
    <message>
        <source>Give the points again</source>
        <translation>把點數補上</translation>
    </message>
    <message>
        <source>The shop carries it</source>
        <translation>由店裡承擔</translation>
    </message>
    <message>
        <source>The member owes it</source>
        <translation>記在會員帳上</translation>
    </message>
    <message>
        <source>They are one person</source>
        <translation>是同一個人</translation>
    </message>
    <message>
        <source>They are two people</source>
        <translation>是兩個人</translation>
    </message>
    <message>
        <source>Came right by itself</source>
        <translation>已自行恢復正常</translation>
    </message>
    <message>
        <source>Changes nothing.</source>
        <translation>不作任何更動。</translation>
    </message>
    <message>
        <source>They were two sales: {who} gets {points}.</source>
        <translation>其實是兩筆消費：{who}得到{points}。</translation>
    </message>
    <message>
        <source>Changes nothing for the member.</source>
        <translation>會員不受影響。</translation>
    </message>
    <message>
        <source>Takes {points}, or lets the next sales repay them.</source>
        <translation>扣{points}，不夠的由以後的消費補上。</translation>
    </message>
    <message>
        <source>Their points can be spent together. It can be undone for 30 days.</source>
        <translation>兩份點數可以一起用。30 天內可以復原。</translation>
    </message>
    <message>
        <source>Each has points of their own again. Possible for 30 days from then.</source>
        <translation>各用各的點數。合併後 30 天內可以這樣做。</translation>
    </message>
    <message>
        <source>Something wants a look</source>
        <translation>有一件事要看一下</translation>
    </message>
    <message>
        <source>a member</source>
        <translation>一位會員</translation>
    </message>
    <message>
        <source>this till</source>
        <translation>本機</translation>
    </message>
    <message>
        <source>another till</source>
        <translation>另一台櫃檯</translation>
    </message>
    <message>
        <source>Receipt {receipt}</source>
        <extracomment>{receipt} is the number on a receipt</extracomment>
        <translation>收據 {receipt}</translation>
    </message>
    <message>
        <source>not at the centre yet</source>
        <translation>還沒傳到中心</translation>
    </message>
    <message>
        <source>another member</source>
        <translation>另一位會員</translation>
    </message>
    <message>
        <source>A PIN was changed at another till</source>
        <translation>PIN 碼在另一台櫃檯改過</translation>
    </message>
    <message>
        <source>A PIN was not changed</source>
        <translation>PIN 碼沒有改成</translation>
    </message>
    <message>
        <source>The PIN of {who} was changed at {till} by {other}. If nobody wanted that, set it again and look after that till.</source>
        <translation>{other}在{till}改了{who}的 PIN 碼。如果不是店裡要改的，請重新設一次，並檢查那台櫃檯。</translation>
    </message>
    <message>
        <source>{till} sent a new PIN of {who}, and nothing says that an owner set it. The old one still holds.</source>
        <translation>{till}傳來{who}的新 PIN 碼，但沒有店長設定的紀錄。原來的 PIN 碼仍然有效。</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>某位員工</translation>
    </message>
</context>
<context>
    <name>InboxPage</name>
    <message>
        <source>Inbox</source>
        <translation>待處理</translation>
    </message>
    <message>
        <source>All tills</source>
        <translation>所有櫃檯</translation>
    </message>
    <message>
        <source>What wants a person</source>
        <translation>要人來定的事</translation>
    </message>
    <message>
        <source>Nothing needs a decision</source>
        <translation>沒有要處理的事</translation>
    </message>
    <message>
        <source>What tills and centre cannot decide by themselves is shown here.</source>
        <translation>櫃檯和中心自己定不了的事會列在這裡。</translation>
    </message>
    <message>
        <source>Waiting: {count}</source>
        <extracomment>{count} is how many things want a decision</extracomment>
        <translation>待處理 {count} 件</translation>
    </message>
    <message>
        <source>Settled: the newest {shown} of {count}</source>
        <extracomment>{shown} and {count} are numbers: of all that was settled the newest are listed</extracomment>
        <translation>已處理：共 {count} 筆，列出最新的 {shown} 筆</translation>
    </message>
    <message>
        <source>{choice}: written down. Tills and centre will know.</source>
        <extracomment>{choice} is what was chosen, such as &quot;Leave it so&quot;</extracomment>
        <translation>{choice}：已記下，各櫃檯和中心都會知道。</translation>
    </message>
    <message>
        <source>Somebody chose before: {choice}.</source>
        <extracomment>{choice} is what somebody else chose before</extracomment>
        <translation>已有人先選了：{choice}。</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>Your recovery key</source>
        <translation>您的復原金鑰</translation>
    </message>
    <message>
        <source>Join a shop that is there</source>
        <translation>加入已有的店</translation>
    </message>
    <message>
        <source>Type the address and the code that the centre printed, and what this till is called.</source>
        <translation>請填寫中心印出的位址和註冊碼，以及這個櫃檯的名稱。</translation>
    </message>
    <message>
        <source>It has not been printed or saved yet. If you have written the key down, press the button again.</source>
        <translation>金鑰還沒有列印或儲存。如果已經手抄，請再按一次。</translation>
    </message>
</context>
<context>
    <name>JoinPanel</name>
    <message>
        <source>The centre is getting the shop&apos;s members ready.</source>
        <translation>中心正在準備會員資料。</translation>
    </message>
    <message>
        <source>The shop&apos;s members are coming: {done} of {all} MB.</source>
        <translation>正在接收會員資料：{done}/{all} MB。</translation>
    </message>
    <message>
        <source>The shop&apos;s members are being written here.</source>
        <translation>正在把會員資料寫入本機。</translation>
    </message>
    <message>
        <source>Then somebody else answers there, and nothing was sent. Look at the address, and at the centre&apos;s screen.</source>
        <translation>那麼回應的是別人，什麼都沒有送出。請檢查位址，再看中心的螢幕。</translation>
    </message>
    <message>
        <source>This till</source>
        <translation>本櫃檯</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>位址</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>註冊碼</translation>
    </message>
    <message>
        <source>This store</source>
        <translation>本店</translation>
    </message>
    <message>
        <source>Till 1</source>
        <translation>1 號收銀台</translation>
    </message>
    <message>
        <source>Till 2</source>
        <translation>2 號收銀台</translation>
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
        <translation>看看是誰</translation>
    </message>
    <message>
        <source>Compare this with the fingerprint that the centre printed, all of it.</source>
        <translation>請和中心印出的指紋逐字比對。</translation>
    </message>
    <message>
        <source>It is the same: join</source>
        <translation>一樣，加入</translation>
    </message>
    <message>
        <source>It is another</source>
        <translation>不一樣</translation>
    </message>
    <message>
        <source>Asking the centre</source>
        <translation>正在聯絡中心</translation>
    </message>
    <message>
        <source>Begin now: they come bit by bit</source>
        <translation>現在就開始，會員資料陸續送到</translation>
    </message>
</context>
<context>
    <name>Joining</name>
    <message>
        <source>Type the address as the centre printed it: https://…</source>
        <translation>請照中心印出的樣子填寫位址：https://…</translation>
    </message>
    <message>
        <source>This is not a code. Look at it again, letter by letter.</source>
        <translation>這不是註冊碼。請逐字再看一遍。</translation>
    </message>
    <message>
        <source>The centre does not take this code: it is wrong, was used, or is older than ten minutes. Ask for a new one.</source>
        <translation>中心不接受這組註冊碼：輸錯了、已用過，或超過了十分鐘。請要一組新的。</translation>
    </message>
    <message>
        <source>Money or the worth of points differ from the centre&apos;s. They must be the same before this till can join.</source>
        <translation>貨幣或點數的價值和中心不同。一致之後這個櫃檯才能加入。</translation>
    </message>
    <message>
        <source>This code is not for this till. A shop that ran alone needs one made with --founds, a till that was there before one made with --device.</source>
        <translation>這組註冊碼不是給這個櫃檯的。原本單獨使用的店要用 --founds 產生的，曾經加入過的櫃檯要用 --device 產生的。</translation>
    </message>
    <message>
        <source>The centre has shut this till out. Ask for a code made with --device.</source>
        <translation>中心已停用這個櫃檯。請要一組用 --device 產生的註冊碼。</translation>
    </message>
    <message>
        <source>Till and centre are not of the same age. Update the older program.</source>
        <translation>櫃檯和中心的程式版本不合。請更新較舊的那個。</translation>
    </message>
    <message>
        <source>The centre does not understand this till. Tell whoever looks after it.</source>
        <translation>中心讀不懂這個櫃檯。請告訴管理中心的人。</translation>
    </message>
    <message>
        <source>This computer has no network. Look at the cable or the Wi-Fi.</source>
        <translation>這台電腦沒有網路。請檢查網路線或 Wi-Fi。</translation>
    </message>
    <message>
        <source>Nothing answers at this address. Is it right, and is the network?</source>
        <translation>這個位址沒有回應。位址對嗎？網路通嗎？</translation>
    </message>
    <message>
        <source>A computer is there, but no centre. Is it running, is the port right?</source>
        <translation>那裡有電腦，但沒有中心。中心啟動了嗎？連接埠對嗎？</translation>
    </message>
    <message>
        <source>The centre is busy, or wrong codes were tried. Wait a minute.</source>
        <translation>中心正忙，或有人輸錯了註冊碼。請等一分鐘。</translation>
    </message>
    <message>
        <source>Whoever answered could not prove to be the centre you compared. Nothing was sent.</source>
        <translation>對方無法證明自己是您比對過的中心。什麼都沒有送出。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong. Set it, then try again.</source>
        <translation>這台電腦的時間不對。請校正後再試。</translation>
    </message>
    <message>
        <source>No answer came. Try again with the same code: nothing is done twice.</source>
        <translation>沒有收到回應。請用同一組註冊碼再試：不會重複。</translation>
    </message>
</context>
<context>
    <name>KeyMap</name>
    <message>
        <source>Keys</source>
        <translation>快速鍵</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Delete one digit</source>
        <translation>刪除一位</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>確定</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>Look around in a training shop</source>
        <translation>先到練習店看看</translation>
    </message>
    <message>
        <source>Join a shop that is there, as one more till</source>
        <translation>加入已有的店，多一個櫃檯</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Your PIN</source>
        <translation>您的 PIN 碼</translation>
    </message>
    <message>
        <source>Who is at the till?</source>
        <translation>請選擇您的姓名</translation>
    </message>
    <message>
        <source>A training shop: the PIN is {pin}.</source>
        <extracomment>{pin} is digits; there is nothing to protect in a training shop</extracomment>
        <translation>練習店，PIN 碼是 {pin}。</translation>
    </message>
</context>
<context>
    <name>Looking</name>
    <message>
        <source>This till works alone: it has no centre.</source>
        <translation>這台櫃檯單獨使用，沒有中心。</translation>
    </message>
    <message>
        <source>No network here. Look at the cable or the Wi-Fi.</source>
        <translation>這裡沒有網路。請看看網路線或 Wi-Fi。</translation>
    </message>
    <message>
        <source>No way from here to the centre now.</source>
        <translation>現在從這裡連不到中心。</translation>
    </message>
    <message>
        <source>The centre does not answer now. Try again later.</source>
        <translation>中心現在沒有回應。請稍後再試。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong. Set it.</source>
        <translation>這台電腦的時間不對，請校正。</translation>
    </message>
    <message>
        <source>No answer came. Try again.</source>
        <translation>沒有等到回答。請再試一次。</translation>
    </message>
    <message>
        <source>The centre does not show this till that.</source>
        <translation>中心不讓這台櫃檯看這個。</translation>
    </message>
    <message>
        <source>It holds more by now. Nothing was done; look again.</source>
        <translation>它占用的點數變多了。什麼也沒做，請重新查看。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>從未</translation>
    </message>
</context>
<context>
    <name>MatchPanel</name>
    <message>
        <source>They share this number (household)</source>
        <translation>家人共用此電話</translation>
    </message>
    <message>
        <source>This number belongs to a member already.</source>
        <translation>已有會員使用這個電話。</translation>
    </message>
    <message>
        <source>Is it one of these members?</source>
        <translation>是下列會員嗎？</translation>
    </message>
</context>
<context>
    <name>MatchRow</name>
    <message>
        <source>It is this person</source>
        <translation>就是這位</translation>
    </message>
    <message>
        <source>It is this person: {name}</source>
        <extracomment>{name} is a member&apos;s name</extracomment>
        <translation>就是這位：{name}</translation>
    </message>
</context>
<context>
    <name>MeasurePanel</name>
    <message>
        <source>Points</source>
        <translation>點數</translation>
    </message>
    <message>
        <source>Owed</source>
        <translation>欠點</translation>
    </message>
    <message>
        <source>Points, {here} here</source>
        <extracomment>{here} is the number of points that can be spent at this till</extracomment>
        <translation>點數，這裡 {here}</translation>
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
        <translation>來店次數</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>上次來店</translation>
    </message>
</context>
<context>
    <name>MemberPanel</name>
    <message>
        <source>Member since {year}</source>
        <extracomment>{year} is a year, such as 2023</extracomment>
        <translation>{year} 年入會</translation>
    </message>
    <message>
        <source>Served at {time}. Scan the next card.</source>
        <extracomment>{time} is a time of day, such as 09:14</extracomment>
        <translation>{time} 已完成，請掃下一張卡。</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <extracomment>{time} is a time of day, such as 09:14</extracomment>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>Owes {points}; new sales repay that first.</source>
        <translation>欠 {points}，新獲得的點數會優先償還。</translation>
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
        <translation>{day} 剛過生日</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>第一次來店</translation>
    </message>
    <message>
        <source>First time at this till</source>
        <translation>第一次在本機消費</translation>
    </message>
    <message>
        <source>Last here {ago}</source>
        <extracomment>{ago} is &quot;today&quot;, &quot;yesterday&quot; or &quot;6 days ago&quot;</extracomment>
        <translation>上次來店：{ago}</translation>
    </message>
    <message>
        <source>Can be spent from {points}</source>
        <extracomment>{points} is &quot;100 points&quot;</extracomment>
        <translation>滿 {points}可用</translation>
    </message>
    <message>
        <source>Worth {worth}</source>
        <extracomment>{worth} is money: what all points are worth, of which not all can be spent here</extracomment>
        <translation>共值 {worth}</translation>
    </message>
    <message>
        <source>Worth {worth} here now</source>
        <extracomment>{worth} is money</extracomment>
        <translation>目前可折抵 {worth}</translation>
    </message>
    <message>
        <source>{points} will end on {day}</source>
        <extracomment>{points} is &quot;300 points&quot;, {day} is a date</extracomment>
        <translation>{points}將於 {day} 到期</translation>
    </message>
</context>
<context>
    <name>MemberView</name>
    <message>
        <source>All stores</source>
        <translation>所有門市</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Adjust points</source>
        <translation>調整點數</translation>
    </message>
    <message>
        <source>To the counter</source>
        <translation>到櫃檯</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Saved for {name}.</source>
        <extracomment>{name} is a member&apos;s name</extracomment>
        <translation>已儲存{name}的資料。</translation>
    </message>
    <message>
        <source>{points} given to {name}.</source>
        <extracomment>{points} is &quot;50 points&quot;, {name} a member&apos;s name</extracomment>
        <translation>已為{name}增加 {points}。</translation>
    </message>
    <message>
        <source>{points} taken from {name}.</source>
        <extracomment>{points} is &quot;50 points&quot;, {name} a member&apos;s name</extracomment>
        <translation>已從{name}扣除 {points}。</translation>
    </message>
    <message>
        <source>{name} has a new card. The old one no longer works.</source>
        <extracomment>{name} is a member&apos;s name</extracomment>
        <translation>{name}已換新卡，舊卡不能再用。</translation>
    </message>
</context>
<context>
    <name>Mending</name>
    <message>
        <source>The note about the newest sale was missing or not this till&apos;s own. Look whether the last sales are here. If not, an older file was put in place of the shop&apos;s.</source>
        <translation>記錄最近一筆的檔案遺失了，或不是這個櫃檯寫的。請看最近幾筆銷售還在不在；如果不在，表示門市的檔案被換成較舊的一份。</translation>
    </message>
</context>
<context>
    <name>MonthQuestion</name>
    <message>
        <source>Which month is the birthday of {name}?</source>
        <extracomment>{name} is a person</extracomment>
        <translation>{name}的生日是幾月？</translation>
    </message>
    <message>
        <source>or type its number and Enter</source>
        <translation>或輸入數字後按 Enter</translation>
    </message>
</context>
<context>
    <name>NearbyList</name>
    <message>
        <source>Looking…</source>
        <translation>正在尋找…</translation>
    </message>
    <message>
        <source>Look on this network</source>
        <translation>在本店網路中尋找</translation>
    </message>
    <message>
        <source>No centre answered on this network. Type the address it printed.</source>
        <translation>本店網路中沒有找到中心。請輸入中心印出的位址。</translation>
    </message>
    <message>
        <source>There are more. Type the address that your centre printed.</source>
        <translation>還有更多。請輸入您的中心印出的位址。</translation>
    </message>
    <message>
        <source>Choose the computer your centre runs on.</source>
        <translation>請選擇執行中心的那台電腦。</translation>
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
        <translation>PIN 碼（4 到 8 位數字）</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>再輸入一次 PIN 碼</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Slip</source>
        <translation>點數明細</translation>
    </message>
    <message>
        <source>Member card</source>
        <translation>會員卡</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>復原金鑰單</translation>
    </message>
</context>
<context>
    <name>PaperSection</name>
    <message>
        <source>Look for printers</source>
        <translation>尋找印表機</translation>
    </message>
    <message>
        <source>None: show a preview</source>
        <translation>不選：顯示預覽</translation>
    </message>
    <message>
        <source>{printer} (not found)</source>
        <extracomment>{printer} was chosen and is not there now</extracomment>
        <translation>{printer}（找不到）</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>New member</source>
        <translation>新會員</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話</translation>
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
        <translation>語言</translation>
    </message>
    <message>
        <source>If they like: 1990-02-28 or 02-28</source>
        <translation>可不填：1990-02-28 或 02-28</translation>
    </message>
    <message>
        <source>Hide the phone number</source>
        <translation>隱藏電話</translation>
    </message>
    <message>
        <source>Show the phone number</source>
        <translation>顯示電話</translation>
    </message>
    <message>
        <source>Member since</source>
        <translation>入會日期</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>會員卡</translation>
    </message>
    <message>
        <source>Agreed on</source>
        <translation>同意日期</translation>
    </message>
    <message>
        <source>Wants offers</source>
        <translation>收優惠訊息</translation>
    </message>
</context>
<context>
    <name>PersonRow</name>
    <message>
        <source>Owner</source>
        <translation>店長</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>店員</translation>
    </message>
    <message>
        <source>{role}, no longer works here</source>
        <extracomment>{role} is Owner or Cashier</extracomment>
        <translation>{role}，已停用</translation>
    </message>
    <message>
        <source>{role}, no PIN yet</source>
        <translation>{role}，尚未設定 PIN 碼</translation>
    </message>
    <message>
        <source>Set PIN</source>
        <translation>設定 PIN 碼</translation>
    </message>
    <message>
        <source>Set PIN: {name}</source>
        <translation>設定 PIN 碼：{name}</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解除鎖定</translation>
    </message>
    <message>
        <source>Unlock: {name}</source>
        <translation>解除鎖定：{name}</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>啟用</translation>
    </message>
    <message>
        <source>Let go: {name}</source>
        <translation>停用：{name}</translation>
    </message>
    <message>
        <source>Take back: {name}</source>
        <translation>啟用：{name}</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Shop</source>
        <translation>門市</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點數</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>店員</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>掃描器</translation>
    </message>
    <message>
        <source>Slips and cards</source>
        <translation>明細與會員卡</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>收銀機</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
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
        <translation>收據號碼重新編號</translation>
    </message>
    <message>
        <source>A sale needs a receipt number</source>
        <translation>給點必須填收據號碼</translation>
    </message>
    <message>
        <source>To spend points without the card</source>
        <translation>沒帶卡時使用點數</translation>
    </message>
    <message>
        <source>Lock the till when nobody touches it</source>
        <translation>閒置時自動鎖定</translation>
    </message>
    <message>
        <source>Width of the slip paper</source>
        <translation>明細紙寬度</translation>
    </message>
    <message>
        <source>Printer for slips</source>
        <translation>明細印表機</translation>
    </message>
    <message>
        <source>Printer for cards</source>
        <translation>會員卡印表機</translation>
    </message>
    <message>
        <source>Print a slip for every sale</source>
        <translation>每筆都列印點數明細</translation>
    </message>
    <message>
        <source>Key the scanner sends first</source>
        <translation>掃描器的前綴鍵</translation>
    </message>
    <message>
        <source>Folder the register writes sales to</source>
        <translation>收銀機存放交易檔的資料夾</translation>
    </message>
    <message>
        <source>One receipt earns once: for ever, or once a day.</source>
        <translation>同一收據號碼只給點一次。收銀機每天重新編號的，請選「每天」。</translation>
    </message>
    <message>
        <source>What is asked when somebody has only a phone number or a name.</source>
        <translation>顧客只報電話或姓名時，需要核對什麼。</translation>
    </message>
    <message>
        <source>Without one, a scan is known by its speed. With one it is known for certain. The scanner&apos;s own manual has the code to set it.</source>
        <translation>不設前綴鍵時，靠輸入速度判斷是否為掃描；設了就不會認錯。設定條碼請見掃描器說明書。</translation>
    </message>
    <message>
        <source>Without one, a preview opens and you print from there.</source>
        <translation>不選印表機時會開啟預覽，從預覽列印。</translation>
    </message>
    <message>
        <source>Sales put there as files come to the counter by themselves.</source>
        <translation>放進這裡的交易檔會自動出現在櫃檯。</translation>
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
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高對比</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>從不</translation>
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
        <translation>店長核准</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <extracomment>{minutes} is 1, 2, 5 or 10; short for minutes</extracomment>
        <translation>{minutes} 分鐘</translation>
    </message>
    <message>
        <source>{width} mm</source>
        <translation>{width} mm</translation>
    </message>
    <message>
        <source>None</source>
        <translation>無</translation>
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
        <translation>請核對，無誤後儲存。</translation>
    </message>
    <message>
        <source>No rows were found there.</source>
        <translation>裡面沒有可用的內容。</translation>
    </message>
    <message>
        <source>Sales from now on earn by the new rules.</source>
        <translation>從現在起依新方案給點。</translation>
    </message>
    <message>
        <source>The backup was made, opened again and checked.</source>
        <translation>備份完成，已重新開啟核對過。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已儲存。</translation>
    </message>
    <message>
        <source>Type the shop&apos;s name.</source>
        <translation>請輸入店名。</translation>
    </message>
    <message>
        <source>Type how many points, such as 100.</source>
        <translation>請輸入點數，例如 100。</translation>
    </message>
    <message>
        <source>Type an amount above nothing, such as 1.00.</source>
        <translation>請輸入大於零的金額，例如 1.00。</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type both again.</source>
        <translation>兩次 PIN 碼不同，請重新輸入。</translation>
    </message>
    <message>
        <source>Somebody must be able to change things here. Add an owner first.</source>
        <translation>至少要有一位店長能更改設定。請先新增一位店長。</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>設定分類</translation>
    </message>
    <message>
        <source>Only an owner can change things here: {names}.</source>
        <extracomment>{names} are the owners, such as &quot;Lin, Ada&quot;</extracomment>
        <translation>只有店長可以更改設定：{names}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Only an owner can change things here.</source>
        <translation>只有店長可以更改設定。</translation>
    </message>
    <message>
        <source>{name} can sign in now.</source>
        <translation>{name}現在可以登入了。</translation>
    </message>
    <message>
        <source>{name} has a new PIN.</source>
        <translation>{name}的 PIN 碼已更新。</translation>
    </message>
    <message>
        <source>{name} can no longer sign in.</source>
        <translation>{name}已不能登入。</translation>
    </message>
    <message>
        <source>{name} can sign in again.</source>
        <translation>{name}又可以登入了。</translation>
    </message>
    <message>
        <source>{name} can try a PIN at once.</source>
        <translation>{name}可以馬上再輸入 PIN 碼。</translation>
    </message>
    <message>
        <source>The export was saved, opened and checked. It opens with the recovery sheet: keep the two apart.</source>
        <translation>匯出檔已儲存、開啟並檢查過。它用復原金鑰單開啟：兩樣請分開放。</translation>
    </message>
    <message>
        <source>Where to save the export</source>
        <translation>匯出檔要存到哪裡</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>&amp;Print</source>
        <translation>列印(&amp;P)</translation>
    </message>
    <message>
        <source>Save as P&amp;DF</source>
        <translation>存成 PDF(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>關閉(&amp;C)</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>印表機</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存成 PDF</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>請稍候…</translation>
    </message>
    <message>
        <source>Done: {place}</source>
        <extracomment>{place} is the name of a printer, or of the file that was written.</extracomment>
        <translation>已完成：{place}</translation>
    </message>
    <message>
        <source>This name has letters that cannot be printed. The paper says {shown}.</source>
        <extracomment>{shown} is a name written plainly, or a member number</extracomment>
        <translation>姓名中有印不出的字，紙上印的是 {shown}。</translation>
    </message>
    <message>
        <source>This computer has no printer. Save as PDF instead.</source>
        <translation>這台電腦沒有印表機，請存成 PDF。</translation>
    </message>
    <message>
        <source>{place} cannot be found. Choose another printer.</source>
        <translation>找不到 {place}，請換一台印表機。</translation>
    </message>
    <message>
        <source>{place} did not print. Check its paper and cable.</source>
        <translation>{place} 沒有列印，請檢查紙張和連接線。</translation>
    </message>
    <message>
        <source>{place} could not be written. Choose another folder.</source>
        <translation>無法寫入 {place}，請換一個資料夾。</translation>
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
        <translation>沒有可用的卡</translation>
    </message>
    <message>
        <source>In use, {count} replaced</source>
        <extracomment>{count} is how many cards were replaced before</extracomment>
        <translation>使用中，換過 {count} 張</translation>
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
        <translation>獲得 {points}需消費</translation>
    </message>
    <message>
        <source>Worth of {points}</source>
        <extracomment>{points} is &quot;100 points&quot;; an amount of money follows</extracomment>
        <translation>{points}可折抵</translation>
    </message>
    <message>
        <source>Fewest spent at once</source>
        <translation>單次最低使用</translation>
    </message>
    <message>
        <source>Points end, with the month, after</source>
        <translation>點數效期（至月底）</translation>
    </message>
    <message>
        <source>{months} months</source>
        <translation>{months} 個月</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>不到期</translation>
    </message>
    <message>
        <source>Sales from now on earn by these rules. Points that were earned before stay, with the last day they were given.</source>
        <translation>新方案只用於今後的消費；先前的點數和效期都不變。</translation>
    </message>
    <message>
        <source>Use from now on</source>
        <translation>從現在起啟用</translation>
    </message>
    <message>
        <source>Fill in all three, and an example stands here.</source>
        <translation>三項填妥後，這裡會舉例說明。</translation>
    </message>
    <message>
        <source>A sale of {sale} earns {earned}. {spent} will pay {pays}.</source>
        <extracomment>{sale} and {pays} are money; {earned} and {spent} are like &quot;128 points&quot;</extracomment>
        <translation>消費 {sale} 得 {earned}，{spent}可折抵 {pays}。</translation>
    </message>
</context>
<context>
    <name>RateStep</name>
    <message>
        <source>1 point for each</source>
        <translation>獲得 1 點需消費</translation>
    </message>
    <message>
        <source>100 points are worth</source>
        <translation>100 點可折抵</translation>
    </message>
    <message>
        <source>Points end, with the month, after</source>
        <translation>點數效期（至月底）</translation>
    </message>
    <message>
        <source>{months} months</source>
        <translation>{months} 個月</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>不到期</translation>
    </message>
    <message>
        <source>Type two amounts, and an example stands here.</source>
        <translation>填妥兩個金額後，這裡會舉例說明。</translation>
    </message>
    <message>
        <source>A sale of {sale} earns {earned}. {spent} will pay {pays}.</source>
        <extracomment>{sale} and {pays} are money; {earned} and {spent} are like &quot;128 points&quot;</extracomment>
        <translation>消費 {sale} 得 {earned}，{spent}可折抵 {pays}。</translation>
    </message>
</context>
<context>
    <name>Reach</name>
    <message>
        <source>Not sent yet</source>
        <translation>尚未上傳</translation>
    </message>
    <message>
        <source>At the centre</source>
        <translation>已到中心</translation>
    </message>
    <message>
        <source>Nothing can be redeemed here: the centre has stopped this till</source>
        <translation>這裡暫時不能折抵：中心已停用本櫃檯</translation>
    </message>
    <message>
        <source>Nothing can be redeemed here: the centre was not heard for too long</source>
        <translation>這裡暫時不能折抵：太久沒有連上中心</translation>
    </message>
    <message>
        <source>{points} here now</source>
        <extracomment>{points} is a number of points that can be spent here: &quot;900 here now&quot;</extracomment>
        <translation>這裡目前可用 {points}</translation>
    </message>
    <message>
        <source>The centre has stopped this till: nothing can be redeemed here. Tell the owner.</source>
        <translation>中心已停用本櫃檯：這裡不能折抵。請告訴店長。</translation>
    </message>
    <message>
        <source>The centre was not heard for too long: nothing can be redeemed here until it is. Points are still given.</source>
        <translation>太久沒有連上中心：連上之前這裡不能折抵，仍可給點。</translation>
    </message>
    <message>
        <source>Only {points} can be redeemed now.</source>
        <extracomment>{points} is &quot;900 points&quot;</extracomment>
        <translation>目前只能折抵 {points}。</translation>
    </message>
    <message>
        <source>Nothing can be redeemed now.</source>
        <translation>目前不能折抵。</translation>
    </message>
    <message>
        <source>Nothing can be redeemed here now: {where}.</source>
        <extracomment>{where} is &quot;300 held at East Street till 1&quot;</extracomment>
        <translation>這裡目前不能折抵：{where}。</translation>
    </message>
    <message>
        <source>The centre did not answer in time. </source>
        <translation>中心沒有及時回應。</translation>
    </message>
    <message>
        <source>Only {points} can be redeemed here now: {where}.</source>
        <extracomment>{points} is &quot;900 points&quot;, {where} is &quot;300 held at East Street till 1&quot;</extracomment>
        <translation>這裡目前只能折抵 {points}：{where}。</translation>
    </message>
    <message>
        <source>The centre gives no more just now. </source>
        <translation>中心暫時不再撥給。</translation>
    </message>
    <message>
        <source>{points} at the centre</source>
        <extracomment>{points} is a number of points that no till holds: &quot;100 at the centre&quot;</extracomment>
        <translation>{points} 在中心</translation>
    </message>
    <message>
        <source>{points} held at other tills</source>
        <extracomment>{points} is a number of points: &quot;50 held at other tills&quot;</extracomment>
        <translation>{points} 在其他櫃檯</translation>
    </message>
    <message>
        <source>{points} elsewhere</source>
        <extracomment>{points} is a number of points that are with the centre or with other tills</extracomment>
        <translation>{points} 在別處</translation>
    </message>
    <message>
        <source>{points} elsewhere (try {till})</source>
        <extracomment>{points} is a number of points, {till} a till of this store: &quot;50 elsewhere (try till 1)&quot;</extracomment>
        <translation>{points} 在別處（可到 {till} 試試）</translation>
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
        <translation>顧客關懷</translation>
    </message>
    <message>
        <source>Putting a mistake right</source>
        <translation>更正錯誤</translation>
    </message>
    <message>
        <source>Promotion</source>
        <translation>促銷活動</translation>
    </message>
    <message>
        <source>Points from an earlier programme</source>
        <translation>舊系統轉入的點數</translation>
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
        <translation>退貨</translation>
    </message>
    <message>
        <source>Find a sale</source>
        <translation>查找交易</translation>
    </message>
    <message>
        <source>Scan the slip, or type the receipt number</source>
        <translation>掃點數明細，或輸入收據號碼</translation>
    </message>
    <message>
        <source>Which sale is given back?</source>
        <translation>要退哪一筆？</translation>
    </message>
    <message>
        <source>Scan the code on the member&apos;s slip. Or type the receipt number and Enter.</source>
        <translation>請掃會員點數明細上的 QR Code，或輸入收據號碼後按 Enter。</translation>
    </message>
    <message>
        <source>Asked for. The centre gives it back when it hears of it.</source>
        <translation>已申請。中心收到後會辦理退款。</translation>
    </message>
    <message>
        <source>Given back: {name} has {balance} now</source>
        <extracomment>{name} is a person, {balance} a number of points</extracomment>
        <translation>已退貨：{name}目前 {balance} 點</translation>
    </message>
    <message>
        <source>Hand out {cash}. {name} has {balance} now</source>
        <extracomment>{cash} is money, {name} a person, {balance} a number of points</extracomment>
        <translation>請退給顧客 {cash}。{name}目前 {balance} 點</translation>
    </message>
    <message>
        <source>The centre has given it back. Hand out the money now.</source>
        <translation>中心已退貨，現在請把錢退給顧客。</translation>
    </message>
    <message>
        <source>The centre has given it back. Paid with points: hand out nothing.</source>
        <translation>中心已退貨。當時用點數付款，不用退錢。</translation>
    </message>
    <message>
        <source>The centre has given it back. Hand out {cash} now.</source>
        <extracomment>{cash} is money</extracomment>
        <translation>中心已退貨，現在請把 {cash} 退給顧客。</translation>
    </message>
    <message>
        <source>It was not given back: hand out nothing. Look again and ask anew.</source>
        <translation>這次沒有退成，不要退錢。請再看一次，重新申請。</translation>
    </message>
    <message>
        <source>another till</source>
        <translation>另一台櫃檯</translation>
    </message>
    <message>
        <source>{amount} of this sale was given back at {till} meanwhile. Hand out nothing. Look again and ask anew.</source>
        <extracomment>{amount} is money, {till} is what a till is called</extracomment>
        <translation>這筆交易的 {amount} 已先在{till}退貨，不要退錢。請再看一次，重新申請。</translation>
    </message>
    <message>
        <source>It was given back at another till already. Hand out nothing here.</source>
        <translation>這一單已在另一台收銀機退貨，這裡不要再退錢。</translation>
    </message>
    <message>
        <source>Another till asked, and the centre has given it back.</source>
        <translation>另一台收銀機已申請，中心已退貨。</translation>
    </message>
    <message>
        <source>{came} {name} has {balance} now</source>
        <extracomment>{came} is a sentence, {name} is a person, {balance} a number of points</extracomment>
        <translation>{came}{name}目前 {balance} 點</translation>
    </message>
    <message>
        <source>{came} {name} has {balance} now and owes {debt}</source>
        <extracomment>{came} is a sentence, {name} is a person, {balance} and {debt} are numbers of points</extracomment>
        <translation>{came}{name}目前 {balance} 點，欠 {debt}</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>Only {available} can be spent now. Choose fewer.</source>
        <translation>目前最多可用 {available}，請減少。</translation>
    </message>
    <message>
        <source>Type how many points.</source>
        <translation>請輸入點數。</translation>
    </message>
    <message>
        <source>Points can pay at most {payable_minor} of this sale.</source>
        <translation>這筆最多可折抵 {payable_minor}。</translation>
    </message>
    <message>
        <source>Spend at least {least} at once.</source>
        <translation>每次至少使用 {least}。</translation>
    </message>
    <message>
        <source>This till can spend only {available} now. Choose fewer.</source>
        <translation>本櫃檯目前最多可用 {available}，請減少。</translation>
    </message>
    <message>
        <source>{points} would pay for nothing.</source>
        <translation>{points}太少，還不能折抵。</translation>
    </message>
    <message>
        <source>Owed: {debt}. The next sales repay that first.</source>
        <translation>還欠 {debt}，之後的消費會優先償還。</translation>
    </message>
    <message>
        <source>“{typed}” is not an amount.</source>
        <translation>「{typed}」不是金額，請重新輸入。</translation>
    </message>
    <message>
        <source>Receipt {receipt} has earned already, on {day}, for {member_name}.</source>
        <translation>收據 {receipt} 已於 {day} 給過{member_name}點數。</translation>
    </message>
    <message>
        <source>No member has this number. Check it, or search by name or phone.</source>
        <translation>沒有這個會員編號。請核對，或用姓名、電話查找。</translation>
    </message>
    <message>
        <source>This card is not known here. Search by name or phone.</source>
        <translation>本店沒有這張卡的紀錄。請用姓名或電話查找。</translation>
    </message>
    <message>
        <source>This card was replaced. Search by name or phone.</source>
        <translation>這張卡已換新卡。請用姓名或電話查找。</translation>
    </message>
    <message>
        <source>No sale has this receipt or slip. Check the number.</source>
        <translation>找不到這張收據或明細。請核對號碼。</translation>
    </message>
    <message>
        <source>This till cannot give this sale back by itself. Ask for the refund.</source>
        <translation>這筆交易不能由本櫃檯自行退。請提出退款申請。</translation>
    </message>
    <message>
        <source>This sale has been given back in full already.</source>
        <translation>這筆交易已全部退完。</translation>
    </message>
    <message>
        <source>At most {left_minor} can still be given back.</source>
        <translation>最多還能退 {left_minor}。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>沒有可復原的操作。</translation>
    </message>
    <message>
        <source>Without the card this needs one more answer.</source>
        <translation>沒有會員卡，還需再核對一項。</translation>
    </message>
    <message>
        <source>That is not the month in our book. Ask for the card.</source>
        <translation>與登記的生日月份不符。請顧客出示會員卡。</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>請輸入姓名。</translation>
    </message>
    <message>
        <source>“{typed}” is not a phone number. Check the digits.</source>
        <translation>「{typed}」不是電話號碼，請核對。</translation>
    </message>
    <message>
        <source>“{typed}” is not a day. Type it like 1990-02-28 or 02-28.</source>
        <translation>「{typed}」不是日期。請依 1990-02-28 或 02-28 輸入。</translation>
    </message>
    <message>
        <source>Read the sentence out and tick it when they agree.</source>
        <translation>請念給顧客聽，顧客同意後打勾。</translation>
    </message>
    <message>
        <source>{name} has this number already.</source>
        <translation>{name}已在使用這個電話。</translation>
    </message>
    <message>
        <source>This needs somebody with the right to.</source>
        <translation>這一步需要有權限的人操作。</translation>
    </message>
    <message>
        <source>This was already written down differently. Nothing was changed.</source>
        <translation>這一筆已經記錄過了，但內容不同。沒有做任何更動。</translation>
    </message>
    <message>
        <source>That is not the PIN. Tries left: {tries_left}.</source>
        <translation>PIN 碼不對，還可再試 {tries_left} 次。</translation>
    </message>
    <message>
        <source>Too many tries. The next one is possible in {seconds} s.</source>
        <translation>嘗試次數太多，請 {seconds} 秒後再試。</translation>
    </message>
    <message>
        <source>Anyone would guess this PIN. Choose 4 to 8 digits without a pattern.</source>
        <translation>這組 PIN 碼太好猜。請改用 4 到 8 位沒有規律的數字。</translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation>請選擇原因。</translation>
    </message>
    <message>
        <source>The most possible here is {limit}.</source>
        <translation>這裡最多 {limit}。</translation>
    </message>
    <message>
        <source>A refund of this sale is asked for already. Wait for the centre.</source>
        <translation>這一單已申請退貨，請等待中心處理。</translation>
    </message>
    <message>
        <source>There is nothing to choose here any more.</source>
        <translation>這裡已經沒有可選的了。</translation>
    </message>
    <message>
        <source>This till sold nothing with this receipt. Scan the code on the slip.</source>
        <translation>本櫃檯沒有這張收據的交易。請掃點數明細上的 QR Code。</translation>
    </message>
    <message>
        <source>They were made one member more than 30 days ago, and stay one.</source>
        <translation>合併為一位會員已超過 30 天，不能再分開。</translation>
    </message>
    <message>
        <source>The clock says {today}, the last entry is of {last_day}. Somebody must confirm the date.</source>
        <translation>電腦日期是 {today}，最後一筆記錄是 {last_day}。請確認日期。</translation>
    </message>
    <message>
        <source>This setting cannot be that.</source>
        <translation>這項設定不能這樣改。</translation>
    </message>
    <message>
        <source>The file cannot be used. Line {line}: {found}</source>
        <translation>這個檔案不能用。第 {line} 行：{found}</translation>
    </message>
    <message>
        <source>The centre was not heard for too long. Until it is, nothing is redeemed.</source>
        <translation>太久沒有連上中心。連上之前不能折抵。</translation>
    </message>
    <message>
        <source>The centre has stopped this till. Nothing is redeemed. Tell the owner.</source>
        <translation>中心已停用本櫃檯，不能折抵。請告訴店長。</translation>
    </message>
    <message>
        <source>The scan broke off. Hold the card still and scan again.</source>
        <translation>沒有掃完整。請拿穩會員卡再掃一次。</translation>
    </message>
    <message>
        <source>The card could not be read. Scan again, or type the number.</source>
        <translation>讀不到會員卡。請再掃一次，或輸入會員編號。</translation>
    </message>
    <message>
        <source>That is not a member card.</source>
        <translation>這不是會員卡。</translation>
    </message>
    <message>
        <source>That code is not one of this shop&apos;s cards.</source>
        <translation>這不是本店的會員卡。</translation>
    </message>
</context>
<context>
    <name>RegisterNotes</name>
    <message>
        <source>The disk is full, so the register gets no answers. Free some space.</source>
        <translation>磁碟已滿，無法回覆收銀機。請清出空間。</translation>
    </message>
    <message>
        <source>The disk reported a fault, so the register gets no answers.</source>
        <translation>磁碟回報故障，無法回覆收銀機。</translation>
    </message>
    <message>
        <source>Another till takes the register&apos;s sales from {folder}. Choose a folder of its own for this one, in Preferences.</source>
        <extracomment>{folder} is a path</extracomment>
        <translation>另一櫃檯正在讀取 {folder} 的銷售。請在「設定」中為本櫃檯另選資料夾。</translation>
    </message>
    <message>
        <source>The register&apos;s sales do not arrive: {folder} cannot be used. Check it, or choose another in Preferences.</source>
        <extracomment>{folder} is a path</extracomment>
        <translation>收不到收銀機的銷售：{folder} 無法使用。請檢查，或在「設定」中另選資料夾。</translation>
    </message>
</context>
<context>
    <name>RegisterSection</name>
    <message>
        <source>The folder “sales” beside the shop&apos;s file</source>
        <translation>本店資料檔旁邊的「sales」資料夾</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>選擇資料夾…</translation>
    </message>
    <message>
        <source>Use the shop&apos;s own folder</source>
        <translation>改用本店預設的資料夾</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>選擇資料夾</translation>
    </message>
</context>
<context>
    <name>SaleCard</name>
    <message>
        <source>A sale of another till</source>
        <translation>其他櫃檯的交易</translation>
    </message>
    <message>
        <source>What was sold is not known here. All of it goes back.</source>
        <translation>這裡沒有它的明細，將整筆退回。</translation>
    </message>
    <message>
        <source>{day} at {time}</source>
        <extracomment>{day} is a date, {time} a time of day</extracomment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>Receipt {receipt}</source>
        <extracomment>{receipt} is the number of a receipt</extracomment>
        <translation>收據號碼 {receipt}</translation>
    </message>
    <message>
        <source>Give back of {line}</source>
        <extracomment>{line} is a kind of goods</extracomment>
        <translation>退貨：{line}</translation>
    </message>
    <message>
        <source>Earned {points}</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>獲得 {points}</translation>
    </message>
    <message>
        <source>{points} paid {amount}</source>
        <extracomment>{points} is &quot;400 points&quot;, {amount} is money</extracomment>
        <translation>{points}折抵 {amount}</translation>
    </message>
    <message>
        <source>All of it has been given back.</source>
        <translation>已全部退完。</translation>
    </message>
    <message>
        <source>{left} of {whole} is left</source>
        <extracomment>{left} and {whole} are money</extracomment>
        <translation>原 {whole}，還可退 {left}</translation>
    </message>
    <message>
        <source>Points spent on a reward, without a sale</source>
        <translation>僅用點數兌換，沒有消費</translation>
    </message>
    <message>
        <source>Total {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>合計 {amount}</translation>
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
        <translation>金額</translation>
    </message>
    <message>
        <source>Receipt (optional)</source>
        <translation>收據號碼（可不填）</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收據號碼</translation>
    </message>
    <message>
        <source>Total {amount}</source>
        <extracomment>{amount} is money</extracomment>
        <translation>合計 {amount}</translation>
    </message>
    <message>
        <source>Earns {points}</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>可得 {points}</translation>
    </message>
    <message>
        <source>Award {points}</source>
        <extracomment>{points} is &quot;192 points&quot;</extracomment>
        <translation>給 {points}</translation>
    </message>
    <message>
        <source>Redeem {spent} and award {earned}</source>
        <extracomment>{spent} and {earned} are numbers of points</extracomment>
        <translation>折抵 {spent} 點，給 {earned} 點</translation>
    </message>
    <message>
        <source>Redeem {points} ({worth})</source>
        <extracomment>{points} is &quot;300 points&quot;, {worth} is money</extracomment>
        <translation>折抵 {points}（{worth}）</translation>
    </message>
    <message>
        <source>Scan a card first</source>
        <translation>請先掃會員卡</translation>
    </message>
    <message>
        <source>Type the receipt number</source>
        <translation>請輸入收據號碼</translation>
    </message>
    <message>
        <source>Choose other points</source>
        <translation>請改選點數</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>請輸入金額</translation>
    </message>
</context>
<context>
    <name>ScannerSection</name>
    <message>
        <source>{what}. Characters: {count}.</source>
        <extracomment>{what} is &quot;A member card&quot;, {count} how long it is</extracomment>
        <translation>{what}，{count} 個字元。</translation>
    </message>
    <message>
        <source>It came too slowly to be known for a scan. Set the scanner to its fastest, or give it a first key above.</source>
        <translation>輸入太慢，無法認出是掃描。請把掃描器調到最快，或在上方設前綴鍵。</translation>
    </message>
    <message>
        <source>Try it: scan a card here</source>
        <translation>試試看：在這裡掃會員卡</translation>
    </message>
    <message>
        <source>A member card, read without a fault</source>
        <translation>會員卡，讀取正確</translation>
    </message>
    <message>
        <source>A slip, read without a fault</source>
        <translation>點數明細，讀取正確</translation>
    </message>
    <message>
        <source>A member number</source>
        <translation>會員編號</translation>
    </message>
    <message>
        <source>Not a card or slip of Regulars, or misread</source>
        <translation>不是 Regulars 的會員卡或明細，或讀錯了</translation>
    </message>
</context>
<context>
    <name>SecuritySection</name>
    <message>
        <source>Recovery sheet</source>
        <translation>復原金鑰單</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>保留舊的</translation>
    </message>
    <message>
        <source>The sheet you have now will open nothing any more. Make a new one?</source>
        <translation>現在這份金鑰單將不能再用。要製作新的嗎？</translation>
    </message>
    <message>
        <source>Make a new sheet</source>
        <translation>製作新金鑰單</translation>
    </message>
    <message>
        <source>The page that opens the backups if this computer is lost. Lost the page?</source>
        <translation>電腦遺失或損壞時，用這張紙開啟備份。這張紙不見了？</translation>
    </message>
    <message>
        <source>New recovery sheet…</source>
        <translation>新的復原金鑰單…</translation>
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
        <translation>再試一次</translation>
    </message>
    <message>
        <source>It has not been printed or saved yet. If you have written the key down, press the button again.</source>
        <translation>金鑰還沒有列印或儲存。如果已經手抄，請再按一次。</translation>
    </message>
    <message>
        <source>Regulars</source>
        <translation>Regulars</translation>
    </message>
    <message>
        <source>Making your shop</source>
        <translation>正在建立您的店</translation>
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
        <translation>歡迎</translation>
    </message>
    <message>
        <source>Which language do you read?</source>
        <translation>請選擇語言</translation>
    </message>
    <message>
        <source>What is your shop called?</source>
        <translation>您的店叫什麼名字？</translation>
    </message>
    <message>
        <source>The name stands on cards and slips. The currency stays as it is.</source>
        <translation>店名會印在會員卡和點數明細上。幣別設定後不能更改。</translation>
    </message>
    <message>
        <source>What do points do?</source>
        <translation>點數怎麼算？</translation>
    </message>
    <message>
        <source>A start that suits most shops. It can be changed any day.</source>
        <translation>這樣設定適合大多數店家，日後隨時可改。</translation>
    </message>
    <message>
        <source>Who owns the shop?</source>
        <translation>店長是哪一位？</translation>
    </message>
    <message>
        <source>Your name and a PIN open the till and its settings.</source>
        <translation>用姓名和 PIN 碼登入櫃檯、更改設定。</translation>
    </message>
    <message>
        <source>A few seconds.</source>
        <translation>只需幾秒。</translation>
    </message>
    <message>
        <source>Your recovery key</source>
        <translation>您的復原金鑰</translation>
    </message>
    <message>
        <source>Type the shop&apos;s name.</source>
        <translation>請輸入店名。</translation>
    </message>
    <message>
        <source>Choose the time zone the shop is in.</source>
        <translation>請選擇門市所在的時區。</translation>
    </message>
    <message>
        <source>Type how much earns one point, such as 1.00.</source>
        <translation>請輸入消費多少得 1 點，例如 1.00。</translation>
    </message>
    <message>
        <source>Type what 100 points are worth, such as 1.00.</source>
        <translation>請輸入 100 點可折抵多少，例如 1.00。</translation>
    </message>
    <message>
        <source>Type your name.</source>
        <translation>請輸入您的姓名。</translation>
    </message>
    <message>
        <source>A PIN has 4 to 8 digits.</source>
        <translation>PIN 碼為 4 到 8 位數字。</translation>
    </message>
    <message>
        <source>That is a PIN people try first. Choose one without a pattern, a year or repeated digits.</source>
        <translation>這組 PIN 碼最容易被猜到。請避開規律、年份和重複的數字。</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type both again.</source>
        <translation>兩次 PIN 碼不同，請重新輸入。</translation>
    </message>
</context>
<context>
    <name>SheetPanel</name>
    <message>
        <source>If this computer breaks or is stolen, this key opens the shop&apos;s backups on a new one. Nobody else has it, and nobody can make it again. Print it and keep it away from this computer.</source>
        <translation>萬一這台電腦壞了或被偷，用這把金鑰可在新電腦上開啟門市的備份。別人沒有這把金鑰，也沒有人能再做一把。請列印出來，不要和這台電腦放在一起。</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>復原金鑰</translation>
    </message>
    <message>
        <source>Print or save as PDF</source>
        <translation>列印或存成 PDF</translation>
    </message>
    <message>
        <source>I have put it away safely</source>
        <translation>我已妥善收好</translation>
    </message>
    <message>
        <source>For every day, this computer keeps its key in a file that only this user account can read, because it has no keyring.</source>
        <translation>平時用的金鑰存放在只有目前使用者帳戶能讀取的檔案裡，因為這台電腦沒有系統金鑰圈。</translation>
    </message>
    <message>
        <source>For every day, this computer keeps its key in the system&apos;s keyring.</source>
        <translation>平時用的金鑰存放在系統金鑰圈裡。</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Inbox</source>
        <translation>待處理</translation>
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
        <translation>本櫃檯</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>幣別</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>時區</translation>
    </message>
    <message>
        <source>Currency and time zone were fixed when the shop was made: every sale and every last day of points was counted with them.</source>
        <translation>幣別和時區在建店時已設定，每筆消費和點數效期都依此計算，不能更改。</translation>
    </message>
    <message>
        <source>Save names</source>
        <translation>儲存名稱</translation>
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
        <translation>幣別</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>時區</translation>
    </message>
    <message>
        <source>Phone numbers</source>
        <translation>電話號碼</translation>
    </message>
</context>
<context>
    <name>SpendRow</name>
    <message>
        <source>No points</source>
        <translation>不折抵</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>自訂</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>點數</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Points to spend</source>
        <translation>要使用的點數</translation>
    </message>
    <message>
        <source>Amount to pay with points</source>
        <translation>用點數折抵的金額</translation>
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
        <translation>新增店員</translation>
    </message>
    <message>
        <source>Add an owner</source>
        <translation>新增店長</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>PIN, 4 to 8 digits</source>
        <translation>PIN 碼（4 到 8 位數字）</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>再輸入一次 PIN 碼</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>New PIN for {name}</source>
        <extracomment>{name} is a person</extracomment>
        <translation>{name}的新 PIN 碼</translation>
    </message>
    <message>
        <source>A new owner</source>
        <translation>新店長</translation>
    </message>
    <message>
        <source>A new cashier</source>
        <translation>新店員</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Try now</source>
        <translation>馬上再試</translation>
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
        <translation>正在聯絡中心…</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is not the centre&apos;s. Set it.</source>
        <translation>這台電腦的時間和中心不一致，請校正。</translation>
    </message>
    <message>
        <source>This program is too old to read the centre&apos;s news. Update it.</source>
        <translation>程式太舊，讀不了中心的新內容，請更新。</translation>
    </message>
    <message>
        <source>The centre does not know this till, perhaps since a backup was put back. An owner can let it in again in Preferences, Centre.</source>
        <translation>中心不認得這個櫃檯，可能是還原過備份。店長可在「設定」的「中心」裡重新加入。</translation>
    </message>
    <message>
        <source>The centre answers, but says no ({code}). Tell whoever looks after it.</source>
        <extracomment>{code} is a short English word, for whoever helps the shop</extracomment>
        <translation>中心有回應，但沒有接受（{code}）。請告訴管理中心的人。</translation>
    </message>
    <message>
        <source>Reading what is new…</source>
        <translation>正在讀取更新…</translation>
    </message>
    <message>
        <source>No network here. Look at the cable or the Wi-Fi.</source>
        <translation>這裡沒有網路。請檢查網路線或 Wi-Fi。</translation>
    </message>
    <message>
        <source>There is a network here, but no way through it to the centre.</source>
        <translation>有網路，但連不到中心。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong, so nobody can be trusted. Set it.</source>
        <translation>這台電腦的時間不對，無法驗證對方身分，請校正。</translation>
    </message>
    <message>
        <source>Whoever answers could not prove to be the centre. See Preferences, Centre.</source>
        <translation>對方無法證明自己是中心。請看「設定」裡的「中心」。</translation>
    </message>
    <message>
        <source>The centre does not answer.</source>
        <translation>中心沒有回應。</translation>
    </message>
    <message>
        <source>The centre has shut this till out: it earns, but redeems nothing. An owner can let it in again in Preferences, Centre.</source>
        <translation>中心已停用這個櫃檯：可以給點，不能折抵。店長可在「設定」的「中心」裡重新加入。</translation>
    </message>
    <message>
        <source>This till was given up at the centre: it earns, but redeems nothing. An owner can let it in again in Preferences, Centre.</source>
        <translation>中心已將這個櫃檯除名：可以給點，不能折抵。店長可在「設定」的「中心」裡重新加入。</translation>
    </message>
    <message>
        <source>Two tills write under one name: this one earns, but redeems nothing. An owner can give it a new start in Preferences, Centre.</source>
        <translation>有兩個櫃檯用了同一個身分：這台可以給點，不能折抵。店長可在「設定」的「中心」裡讓它重新開始。</translation>
    </message>
    <message>
        <source>Nothing was heard for so long that no points can be redeemed here</source>
        <translation>太久沒有聯絡上中心，這裡暫時不能折抵</translation>
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
        <translation>其中 {amount} 不計點</translation>
    </message>
    <message>
        <source>{amount} paid with points earns none</source>
        <extracomment>{amount} is money</extracomment>
        <translation>點數折抵的 {amount} 不計點</translation>
    </message>
    <message>
        <source>{base} × {rate} for each {step} = {earned}</source>
        <extracomment>{base} and {step} are money, {rate} and {earned} are points, as in &quot;$128.50 × 1 point for each $1.00 = 128 points&quot;</extracomment>
        <translation>{base} × 每 {step} 得 {rate} = {earned}</translation>
    </message>
    <message>
        <source>{points} to repay what was owed</source>
        <extracomment>{points} is &quot;12 points&quot;</extracomment>
        <translation>其中 {points}用於償還欠點</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>消費</translation>
    </message>
    <message>
        <source>Points spent</source>
        <translation>點數折抵</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已復原</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作廢</translation>
    </message>
    <message>
        <source>Taken back: one receipt earned twice</source>
        <translation>收回：一張收據累了兩次點</translation>
    </message>
    <message>
        <source>Taken back: refunded twice</source>
        <translation>收回：重複退款</translation>
    </message>
    <message>
        <source>Taken back: spent twice</source>
        <translation>收回：同一筆點數用了兩次</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退貨</translation>
    </message>
    <message>
        <source>Carried by the shop</source>
        <translation>由店裡承擔</translation>
    </message>
    <message>
        <source>Given back: repaid twice</source>
        <translation>退還：重複歸還的欠點</translation>
    </message>
    <message>
        <source>Put right by the centre</source>
        <translation>由中心更正</translation>
    </message>
    <message>
        <source>Adjusted</source>
        <translation>點數調整</translation>
    </message>
    <message>
        <source>Ended unused</source>
        <translation>已到期</translation>
    </message>
</context>
<context>
    <name>Tills</name>
    <message>
        <source>this till</source>
        <translation>本機</translation>
    </message>
    <message>
        <source>office</source>
        <translation>辦公室</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>shut out</source>
        <translation>已封鎖</translation>
    </message>
    <message>
        <source>copied: two tills write under its name</source>
        <translation>有複本：兩台用它的名稱記帳</translation>
    </message>
    <message>
        <source>not arrived: {count}</source>
        <extracomment>{count} is how many acts of a till have not arrived</extracomment>
        <translation>還沒傳到：{count} 筆</translation>
    </message>
    <message>
        <source>arrived and not counted yet: {count}</source>
        <extracomment>{count} is how many acts have arrived and are not in the figures</extracomment>
        <translation>已傳到、尚未計入：{count} 筆</translation>
    </message>
    <message>
        <source>nothing sent yet</source>
        <translation>還沒傳過</translation>
    </message>
    <message>
        <source>newest arrived {when}</source>
        <extracomment>{when} is a time such as 10:31, when the newest act of a till arrived</extracomment>
        <translation>最新一筆 {when} 傳到</translation>
    </message>
    <message>
        <source>last seen {when}</source>
        <extracomment>{when} is a time such as 10:31, or &quot;never&quot;</extracomment>
        <translation>最後上線 {when}</translation>
    </message>
</context>
<context>
    <name>TillsPage</name>
    <message>
        <source>Tills</source>
        <translation>櫃檯</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>All tills</source>
        <translation>所有櫃檯</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在詢問中心……</translation>
    </message>
    <message>
        <source>From the centre, as of {when}.</source>
        <extracomment>{when} is a time such as 10:31</extracomment>
        <translation>中心資料，截至 {when}。</translation>
    </message>
    <message>
        <source>Listed: {shown} of {count}, those seen last.</source>
        <extracomment>{shown} and {count} are numbers: of all tills those that were seen last are listed</extracomment>
        <translation>共 {count} 個櫃檯，列出最近在線的 {shown} 個。</translation>
    </message>
    <message>
        <source>Given up. {points} can be spent elsewhere again.</source>
        <extracomment>{points} is &quot;50 points&quot;</extracomment>
        <translation>已停用。{points}又可以在別處使用。</translation>
    </message>
    <message>
        <source>It leads its store from the next night on.</source>
        <translation>從今晚之後，它就是門市的主櫃檯。</translation>
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
        <translation>在所有門市</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>更早的</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在詢問中心……</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>還沒有任何紀錄。</translation>
    </message>
    <message>
        <source>From the centre, as of {when}.</source>
        <extracomment>{when} is a time such as 10:31</extracomment>
        <translation>中心資料，截至 {when}。</translation>
    </message>
</context>
<context>
    <name>TodayPanel</name>
    <message>
        <source>Ready for the next member</source>
        <translation>等候下一位會員</translation>
    </message>
    <message>
        <source>Scan a card. Or type a phone number, its last four digits, a name, or the initials of one.</source>
        <translation>請掃會員卡，也可輸入電話、電話末四碼、姓名或拼音首字母。</translation>
    </message>
    <message>
        <source>members served today</source>
        <translation>今日接待</translation>
    </message>
    <message>
        <source>points given today</source>
        <translation>今日給點</translation>
    </message>
    <message>
        <source>new members today</source>
        <translation>今日新會員</translation>
    </message>
</context>
<context>
    <name>TrainingBanner</name>
    <message>
        <source>Training: nothing here is real</source>
        <translation>練習模式：內容皆非真實交易</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Making the training shop</source>
        <translation>正在準備練習店</translation>
    </message>
    <message>
        <source>Two thousand made-up members and a year of sales. Nothing in it is real.</source>
        <translation>兩千位虛構會員和一年的消費，全部不是真的。</translation>
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
        <translation>請稍候…</translation>
    </message>
    <message>
        <source>That is not the key as it is printed. Compare it group by group.</source>
        <translation>與紙上的金鑰不符。請逐組核對。</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>選擇其他資料夾</translation>
    </message>
    <message>
        <source>What is safe</source>
        <translation>請放心</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>該怎麼做</translation>
    </message>
    <message>
        <source>There is no backup on this computer. Choose one from a disk.</source>
        <translation>這台電腦上沒有備份。請從磁碟中選擇。</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>復原金鑰</translation>
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
        <translation>開啟門市</translation>
    </message>
    <message>
        <source>Which backup?</source>
        <translation>用哪一份備份？</translation>
    </message>
    <message>
        <source>Restore this one</source>
        <translation>還原這一份</translation>
    </message>
    <message>
        <source>The key from the recovery sheet</source>
        <translation>復原金鑰單上的金鑰</translation>
    </message>
    <message>
        <source>Characters still missing: {count}. Dashes and capitals do not matter.</source>
        <extracomment>{count} characters of the recovery key</extracomment>
        <translation>還差 {count} 個字元。連字號和大小寫都沒有影響。</translation>
    </message>
    <message>
        <source>Complete.</source>
        <translation>已輸入完整。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試一次</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>還原備份…</translation>
    </message>
    <message>
        <source>Use the recovery sheet…</source>
        <translation>使用復原金鑰單…</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>選擇其他資料夾…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Choose a backup</source>
        <translation>選擇備份</translation>
    </message>
</context>
<context>
    <name>TroubleStory</name>
    <message>
        <source>Something outside the program failed</source>
        <translation>程式以外發生問題</translation>
    </message>
    <message>
        <source>Try again. If it stays, restart the computer.</source>
        <translation>請再試一次。若仍如此，請重新啟動電腦。</translation>
    </message>
    <message>
        <source>Every sale that was confirmed is saved.</source>
        <translation>已確認的每一筆都已儲存。</translation>
    </message>
    <message>
        <source>The shop&apos;s data was not touched.</source>
        <translation>門市資料沒有動過。</translation>
    </message>
    <message>
        <source>Backups are separate files. Restoring one deletes nothing: today&apos;s file is kept.</source>
        <translation>備份是獨立的檔案。還原備份不會刪除任何東西，現有檔案會保留。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁碟已滿</translation>
    </message>
    <message>
        <source>Delete or move some files, then try again.</source>
        <translation>請刪除或移走一些檔案，再試一次。</translation>
    </message>
    <message>
        <source>The disk reported a fault</source>
        <translation>磁碟回報錯誤</translation>
    </message>
    <message>
        <source>Sales have stopped so that nothing is lost. Confirmed sales were on the disk.</source>
        <translation>為避免遺失，已暫停登錄消費。已確認的都已寫入磁碟。</translation>
    </message>
    <message>
        <source>Restore the newest backup. Have the disk checked before you rely on it again.</source>
        <translation>請還原最新的備份。磁碟檢修後再使用。</translation>
    </message>
    <message>
        <source>The backup could not be made</source>
        <translation>備份沒有完成</translation>
    </message>
    <message>
        <source>The file is brought up to date only after a backup, so nothing was changed.</source>
        <translation>備份成功後才會升級檔案，所以什麼都沒有更動。</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>請騰出一些空間，再試一次。</translation>
    </message>
    <message>
        <source>The shop&apos;s data cannot be written</source>
        <translation>門市資料無法寫入</translation>
    </message>
    <message>
        <source>The disk or folder is read-only. Allow writing, then try again.</source>
        <translation>磁碟或資料夾是唯讀的。請允許寫入，再試一次。</translation>
    </message>
    <message>
        <source>The shop&apos;s folder is not there</source>
        <translation>找不到門市資料夾</translation>
    </message>
    <message>
        <source>Nothing was deleted by Regulars. Nothing new was made.</source>
        <translation>Regulars 沒有刪除任何東西，也沒有新建任何東西。</translation>
    </message>
    <message>
        <source>Plug in the disk it is on, then try again.</source>
        <translation>請接上存放資料的磁碟，再試一次。</translation>
    </message>
    <message>
        <source>This user account may not open the shop&apos;s data</source>
        <translation>目前的使用者帳戶無權開啟門市資料</translation>
    </message>
    <message>
        <source>Sign in to the computer as the person who set up the shop, then try again.</source>
        <translation>請用建店時的使用者登入電腦，再試一次。</translation>
    </message>
    <message>
        <source>The folder is on a network drive</source>
        <translation>資料夾在網路磁碟機上</translation>
    </message>
    <message>
        <source>Points are not safe there. Copy the folder to this computer&apos;s own disk and choose it.</source>
        <translation>點數放在那裡不安全。請把資料夾複製到本機磁碟，再選擇它。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is a link</source>
        <translation>門市檔案是一個連結</translation>
    </message>
    <message>
        <source>Two names for one file can damage it. Choose the folder with the file itself.</source>
        <translation>一個檔案有兩個名稱，可能會損壞。請選擇檔案本身所在的資料夾。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is damaged</source>
        <translation>門市檔案已損壞</translation>
    </message>
    <message>
        <source>Restore the newest backup.</source>
        <translation>請還原最新的備份。</translation>
    </message>
    <message>
        <source>This is not a file of Regulars</source>
        <translation>這不是 Regulars 的檔案</translation>
    </message>
    <message>
        <source>Choose another folder, or restore a backup.</source>
        <translation>請選擇其他資料夾，或還原備份。</translation>
    </message>
    <message>
        <source>A newer version of Regulars has used this file</source>
        <translation>較新版本的 Regulars 用過這個檔案</translation>
    </message>
    <message>
        <source>Install the newer version on this computer.</source>
        <translation>請在這台電腦上安裝新版本。</translation>
    </message>
    <message>
        <source>The file is too old for this version of Regulars</source>
        <translation>檔案太舊，這個版本的 Regulars 無法開啟</translation>
    </message>
    <message>
        <source>Open it with an older version first, or restore a backup.</source>
        <translation>請先用舊版本開啟，或還原備份。</translation>
    </message>
    <message>
        <source>This computer&apos;s key does not open the shop&apos;s file</source>
        <translation>本機金鑰無法開啟門市檔案</translation>
    </message>
    <message>
        <source>Type the key from the recovery sheet. If it does not help, restore a backup.</source>
        <translation>請輸入復原金鑰單上的金鑰。若仍無法開啟，請還原備份。</translation>
    </message>
    <message>
        <source>The shop&apos;s key was not found on this computer</source>
        <translation>這台電腦上找不到門市金鑰</translation>
    </message>
    <message>
        <source>If the computer&apos;s keyring is locked, unlock it and try again. Otherwise type the key from the recovery sheet.</source>
        <translation>如果系統金鑰圈已鎖定，請解鎖後再試。否則請輸入復原金鑰單上的金鑰。</translation>
    </message>
    <message>
        <source>The key file is damaged</source>
        <translation>金鑰檔案已損壞</translation>
    </message>
    <message>
        <source>Restore the newest backup: it carries a copy of the key file.</source>
        <translation>請還原最新的備份，裡面有金鑰檔案的副本。</translation>
    </message>
    <message>
        <source>Regulars is already open</source>
        <translation>Regulars 已經開啟</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it and try again.</source>
        <translation>請使用已開啟的視窗，或關閉它再試一次。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is busy</source>
        <translation>門市檔案使用中</translation>
    </message>
    <message>
        <source>Another program is using it. Wait a moment and try again.</source>
        <translation>另一個程式正在使用。請稍候再試。</translation>
    </message>
    <message>
        <source>Regulars is not installed completely</source>
        <translation>Regulars 沒有安裝完整</translation>
    </message>
    <message>
        <source>Install Regulars again. The shop&apos;s data stays where it is.</source>
        <translation>請重新安裝 Regulars。門市資料不受影響。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>檔案無法讀取</translation>
    </message>
    <message>
        <source>Choose another file, or try again.</source>
        <translation>請選擇其他檔案，或再試一次。</translation>
    </message>
    <message>
        <source>The file cannot be written there</source>
        <translation>檔案無法寫到那裡</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>請騰出空間，或選擇其他資料夾。</translation>
    </message>
    <message>
        <source>There is no shop in this folder</source>
        <translation>這個資料夾裡沒有門市</translation>
    </message>
    <message>
        <source>Nothing was deleted by Regulars.</source>
        <translation>Regulars 沒有刪除任何東西。</translation>
    </message>
    <message>
        <source>Choose the folder the shop is in, or try again.</source>
        <translation>請選擇門市所在的資料夾，或再試一次。</translation>
    </message>
    <message>
        <source>Something in the program went wrong</source>
        <translation>程式出了問題</translation>
    </message>
    <message>
        <source>Try again. A report was written.</source>
        <translation>請再試一次。已記下錯誤報告。</translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>The disk is full. Nothing was saved. Free some space and try again.</source>
        <translation>磁碟已滿，沒有儲存。請騰出空間再試一次。</translation>
    </message>
    <message>
        <source>The disk reported a fault. What was confirmed is safe. Selling has stopped until the file is checked.</source>
        <translation>磁碟回報錯誤。已確認的都安全。檢查檔案前暫停登錄消費。</translation>
    </message>
    <message>
        <source>The shop&apos;s file cannot be written: the disk or folder is read-only.</source>
        <translation>門市檔案無法寫入：磁碟或資料夾是唯讀的。</translation>
    </message>
    <message>
        <source>The folder of the shop&apos;s data is not there. Is a disk unplugged?</source>
        <translation>找不到門市資料的資料夾。磁碟是不是沒接上？</translation>
    </message>
    <message>
        <source>This user account may not open the shop&apos;s data.</source>
        <translation>目前的使用者帳戶無權開啟門市資料。</translation>
    </message>
    <message>
        <source>The shop&apos;s data must be on this computer&apos;s own disk, not on a network drive.</source>
        <translation>門市資料必須放在本機磁碟，不能放在網路磁碟機。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is a link to another file. It must be the file itself.</source>
        <translation>門市檔案是指向別處的連結，請改用檔案本身。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is damaged. Restore the newest backup.</source>
        <translation>門市檔案已損壞，請還原最新的備份。</translation>
    </message>
    <message>
        <source>This is not a file of Regulars.</source>
        <translation>這不是 Regulars 的檔案。</translation>
    </message>
    <message>
        <source>The key on this computer does not open this shop&apos;s file. Use the recovery sheet.</source>
        <translation>本機金鑰無法開啟門市檔案，請使用復原金鑰單。</translation>
    </message>
    <message>
        <source>The key of this shop was not found on this computer. Use the recovery sheet.</source>
        <translation>這台電腦上找不到門市金鑰，請使用復原金鑰單。</translation>
    </message>
    <message>
        <source>The key file is damaged. Restore the newest backup.</source>
        <translation>金鑰檔案已損壞，請還原最新的備份。</translation>
    </message>
    <message>
        <source>A newer version of Regulars has used this file. Install that version. The file was not touched.</source>
        <translation>較新版本的 Regulars 用過這個檔案，請安裝新版本。檔案沒有動過。</translation>
    </message>
    <message>
        <source>This file is too old for this version of Regulars.</source>
        <translation>檔案太舊，這個版本的 Regulars 無法開啟。</translation>
    </message>
    <message>
        <source>Regulars is already open with this shop&apos;s data.</source>
        <translation>Regulars 已經開啟這家門市的資料。</translation>
    </message>
    <message>
        <source>The shop&apos;s file is busy. Try again.</source>
        <translation>門市檔案使用中，請再試一次。</translation>
    </message>
    <message>
        <source>This installation is not fit to keep points. Install it again.</source>
        <translation>程式沒有安裝完整，無法記錄點數。請重新安裝。</translation>
    </message>
    <message>
        <source>The backup could not be made, so nothing was changed.</source>
        <translation>備份沒有完成，所以什麼都沒有更動。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>檔案無法讀取。</translation>
    </message>
    <message>
        <source>The file cannot be written there.</source>
        <translation>檔案無法寫到那裡。</translation>
    </message>
    <message>
        <source>Something in the program went wrong. Look at the member&apos;s history before you try again.</source>
        <translation>程式出了問題。請先查看會員的紀錄，再重試。</translation>
    </message>
    <message>
        <source>There is no shop in this folder yet.</source>
        <translation>這個資料夾裡還沒有門市。</translation>
    </message>
    <message>
        <source>Something outside the program failed.</source>
        <translation>程式以外發生問題。</translation>
    </message>
</context>
<context>
    <name>Unsent</name>
    <message numerus="yes">
        <source>%n act(s) not sent yet</source>
        <translation>
            <numerusform>%n 筆尚未上傳</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingButton</name>
    <message numerus="yes">
        <source>%n sale(s) wait</source>
        <translation>
            <numerusform>%n 筆待處理</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>Sales from the register</source>
        <translation>收銀機傳來的銷售</translation>
    </message>
    <message>
        <source>Sales that wait</source>
        <translation>待處理的銷售</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Take this sale</source>
        <translation>處理這筆</translation>
    </message>
    <message>
        <source>None waits. What the register hands over without a member comes here.</source>
        <translation>目前沒有待處理的銷售。收銀機傳來、未指明會員的銷售會顯示在這裡。</translation>
    </message>
    <message>
        <source>Find the receipt, take the sale, then scan the member&apos;s card.</source>
        <translation>找到這張收據，處理這筆，再掃會員卡。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 個品項</numerusform>
        </translation>
    </message>
    <message>
        <source>{points} to redeem</source>
        <extracomment>{points} is &quot;100 points&quot;</extracomment>
        <translation>折抵 {points}</translation>
    </message>
    <message>
        <source>on the screen now</source>
        <translation>已在畫面上</translation>
    </message>
</context>
<context>
    <name>WhoPanel</name>
    <message>
        <source>Too many wrong PINs. Try again in {time}.</source>
        <extracomment>{time} is minutes and seconds, as in &quot;0:30&quot;</extracomment>
        <translation>PIN 碼輸入錯誤太多次，請 {time} 後再試。</translation>
    </message>
    <message>
        <source>Nobody here has a PIN for this. An owner sets PINs in Preferences, Staff.</source>
        <translation>還沒有人能用 PIN 碼核准。店長可在「設定」的「店員」裡設定 PIN 碼。</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 碼</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>其他人</translation>
    </message>
    <message>
        <source>Nobody with a PIN is known here yet. The centre tells this till who works here; as soon as it has, the names appear.</source>
        <translation>這裡還不知道誰有 PIN。中心會告訴這個櫃檯誰在這裡上班，收到後名字就會出現。</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%n change(s) have not reached the centre, so the shop stays here. Connect first, or save an export and use `regulars-admin leave`.</source>
        <translation>
            <numerusform>有 %n 筆變更還沒送到中心，所以店留在這裡。請先連上，或儲存匯出檔後用 `regulars-admin leave`。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) on the way to the centre…</source>
        <translation>
            <numerusform>%n 筆變更正在送往中心…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait here</source>
        <translation>
            <numerusform>有 %n 筆變更在等</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分鐘</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n 小時</numerusform>
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
