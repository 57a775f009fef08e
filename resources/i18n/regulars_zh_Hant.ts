<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hant" sourcelanguage="en">
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
        <translation>列印小票</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
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
    <name>Paper</name>
    <message>
        <source>Slip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Member card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>&amp;Print</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as P&amp;DF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done: {place}</source>
        <extracomment>{place} is the name of a printer, or of the file that was written.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer has no printer. Save as PDF instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} cannot be found. Choose another printer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} did not print. Check its paper and cable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} could not be written. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Goodwill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting a mistake right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points from an earlier programme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>Only {available} can be spent now. Choose fewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least {least} are spent at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type how many points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{points} are too few to pay for anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points can pay at most {payable_minor} of this sale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{debt} are owed. The next sales repay them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{typed}” is not an amount.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receipt {receipt} has earned already, on {day}, for {member_name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No member has this number. Check it, or search by name or phone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This card is not known here. Search by name or phone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This card was replaced. Search by name or phone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sale has this receipt or slip. Check the number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sale has been given back in full already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {left_minor} can still be given back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without the card this needs one more answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the month in our book. Ask for the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{typed}” is not a phone number. Check the digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{typed}” is not a day. Type it like 1990-02-28 or 02-28.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the sentence out and tick it when they agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has this number already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs somebody with the right to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the PIN. Tries left: {tries_left}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many tries. The next one is possible in {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anyone would guess this PIN. Choose 4 to 8 digits without a pattern.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {limit} are possible here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock says {today}, the last entry is of {last_day}. Somebody must confirm the date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This setting cannot be that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be used. Line {line}: {found}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scan broke off. Hold the card still and scan again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card could not be read. Scan again, or type the number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not a member card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That code is not one of this shop&apos;s cards.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>%n point(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n day(s) ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} of this sale earns no points</source>
        <extracomment>{amount} is money of goods that earn no points</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} paid with points earns none</source>
        <extracomment>{amount} is money</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{base} × {rate} for each {step} = {earned}</source>
        <extracomment>{base} and {step} are money, {rate} and {earned} are points, as in &quot;$128.50 × 1 point for each $1.00 = 128 points&quot;</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{points} repay what was owed</source>
        <extracomment>{points} is &quot;12 points&quot;</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points spent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Void</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund</source>
        <translation type="unfinished">退貨</translation>
    </message>
    <message>
        <source>Adjusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended unused</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>The disk is full. Nothing was saved. Free some space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk reported a fault. What was confirmed is safe. Selling has stopped until the file is checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s file cannot be written: the disk or folder is read-only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder of the shop&apos;s data is not there. Is a disk unplugged?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This user account may not open the shop&apos;s data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s data must be on this computer&apos;s own disk, not on a network drive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s file is a link to another file. It must be the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s file is damaged. Restore the newest backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a file of Regulars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key on this computer does not open this shop&apos;s file. Use the recovery sheet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of this shop was not found on this computer. Use the recovery sheet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key file is damaged. Restore the newest backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer version of Regulars has used this file. Install that version. The file was not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is too old for this version of Regulars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regulars is already open with this shop&apos;s data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shop&apos;s file is busy. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This installation is not fit to keep points. Install it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup could not be made, so nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be written there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no shop in this folder yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something outside the program failed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
