"""What every area stands on and no business noun: clock, calendar, errors, work, audit, tasks."""
