"""What must not be lost at a rebalance."""

from mode.utils.queues import FlowControlQueue

from streams.rebalancing import KeepingFlowControl


def queue_of(flow: KeepingFlowControl) -> FlowControlQueue:
    queue: FlowControlQueue = FlowControlQueue(flow_control=flow, clear_on_resume=True)
    queue.put_nowait("a message")
    return queue


async def test_what_is_queued_when_the_flow_goes_on_stays_queued() -> None:
    flow = KeepingFlowControl()
    queue = queue_of(flow)
    flow.resume()
    flow.resume()
    assert flow.is_active() and queue.qsize() == 1


async def test_the_queues_are_emptied_when_partitions_are_revoked() -> None:
    flow = KeepingFlowControl()
    queue = queue_of(flow)
    flow.suspend()
    flow.clear()
    assert not flow.is_active() and queue.qsize() == 0
