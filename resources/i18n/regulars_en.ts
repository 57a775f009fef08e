<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CounterWords</name>
    <message numerus="yes">
        <source>%n sale(s) from the register wait. Choose one.</source>
        <translation>
            <numerusform>%n sale from the register waits.</numerusform>
            <numerusform>%n sales from the register wait. Choose one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Unsent</name>
    <message numerus="yes">
        <source>%n act(s) not sent yet</source>
        <translation>
            <numerusform>%n act not sent yet</numerusform>
            <numerusform>%n acts not sent yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingButton</name>
    <message numerus="yes">
        <source>%n sale(s) wait</source>
        <translation>
            <numerusform>%n sale waits</numerusform>
            <numerusform>%n sales wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%n change(s) have not reached the centre, so the shop stays here. Connect first, or save an export and use `regulars-admin leave`.</source>
        <translation>
            <numerusform>%n change has not reached the centre, so the shop stays here. Connect first, or save an export and use `regulars-admin leave`.</numerusform>
            <numerusform>%n changes have not reached the centre, so the shop stays here. Connect first, or save an export and use `regulars-admin leave`.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) on the way to the centre…</source>
        <translation>
            <numerusform>%n change on the way to the centre…</numerusform>
            <numerusform>%n changes on the way to the centre…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait here</source>
        <translation>
            <numerusform>%n change waits here</numerusform>
            <numerusform>%n changes wait here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
</TS>
