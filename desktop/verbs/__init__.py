"""The cashier's and the owner's verbs, one module for each thing people do.

A verb takes the open book and a request, and gives an answer or a refusal. It writes everything
in one transaction or nothing. No verb knows a thread, a page or a printer.
"""
