"""All that time asks, the urgent first."""

from schedules import (
    ask_again,
    chase_alerts,
    close_old,
    end_pauses,
    follow_up,
    heartbeat,
    prune,
    queue_reminders,
    refresh_numbers,
    send_digests,
    send_left_ticks,
    show_broadcasts,
    take_back,
    watch,
    watch_rota,
    write_ahead,
)

JOBS = (
    refresh_numbers.JOB,
    heartbeat.JOB,
    send_left_ticks.JOB,
    chase_alerts.JOB,
    follow_up.JOB,
    take_back.JOB,
    watch.JOB,
    write_ahead.JOB,
    end_pauses.JOB,
    queue_reminders.JOB,
    ask_again.JOB,
    show_broadcasts.JOB,
    watch_rota.JOB,
    send_digests.JOB,
    close_old.JOB,
    prune.JOB,
)
