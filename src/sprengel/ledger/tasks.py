"""What is done in the background."""

from __future__ import annotations

from django_tasks import task


@task()
def read_document(run_id: int) -> None:
    from sprengel.ledger import actions  # actions enqueue this task

    actions.read_now(run_id=run_id)
