"""The finance system: suppliers' e-invoices that wait for their account coding, and the vouchers made of them."""
