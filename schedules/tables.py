"""All that time asks, the urgent first."""

from schedules import (
    close_old,
    end_pauses,
    heartbeat,
    prune,
    queue_reminders,
    report_tips,
    send_digests,
    send_left_ticks,
    take_back,
    watch,
    write_ahead,
)

JOBS = (
    heartbeat.JOB,
    send_left_ticks.JOB,
    take_back.JOB,
    watch.JOB,
    write_ahead.JOB,
    end_pauses.JOB,
    queue_reminders.JOB,
    report_tips.JOB,
    send_digests.JOB,
    close_old.JOB,
    prune.JOB,
)
