"""The advisers' corps: appointment, requests, fair assignment, visits, what the company says of them."""
