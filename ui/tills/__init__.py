"""All tills of the shop, as the centre knows them."""
