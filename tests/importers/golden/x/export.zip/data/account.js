window.YTD.account.part0 = [{"account": {"email": "ada@private.example"}}]
