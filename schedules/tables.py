"""All that time asks, the urgent first."""

from schedules import (
    close_old,
    end_pauses,
    follow_up,
    prune,
    queue_reminders,
    report_tips,
    send_left_ticks,
    take_back,
    write_ahead,
)

JOBS = (
    send_left_ticks.JOB,
    take_back.JOB,
    write_ahead.JOB,
    end_pauses.JOB,
    queue_reminders.JOB,
    follow_up.JOB,
    report_tips.JOB,
    close_old.JOB,
    prune.JOB,
)
