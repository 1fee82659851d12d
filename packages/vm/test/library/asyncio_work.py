# asyncio on a loop of its own, which waits for nothing but the time: in CPython here as in browsers there are no pairs of sockets
import asyncio, selectors, time
from asyncio import base_events, events

class Selector:
    def select(self, timeout):
        if timeout: time.sleep(timeout)
        return []

class Loop(base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = Selector()
    def _process_events(self, event_list): pass
    def _write_to_self(self): pass

async def after(n):
    await asyncio.sleep(0.002 * n)
    return n

async def main():
    print(await asyncio.gather(*(after(i) for i in (3, 1, 2))))
    try: await asyncio.wait_for(asyncio.sleep(5), 0.002)
    except TimeoutError as e: print(repr(e))
    queue = asyncio.Queue()
    async def produce():
        for i in range(3):
            await queue.put(i)
            await asyncio.sleep(0)
        await queue.put(None)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(produce(), name="producer")
        while (x := await queue.get()) is not None: print(x)
    print(task.done(), task.get_name())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(5))
            raise ValueError("out")
    except* ValueError as e: print(e.exceptions)
    lock = asyncio.Lock()
    async with lock: print(lock.locked())
    done, pending = await asyncio.wait([asyncio.ensure_future(after(1)), asyncio.ensure_future(after(500))], return_when="FIRST_COMPLETED")
    print(len(done), len(pending))
    for it in pending: it.cancel()
    print(await asyncio.gather(*pending, return_exceptions=True))
    async with asyncio.timeout(1): await asyncio.sleep(0)
    return "end"

loop = Loop()
events._set_running_loop(None)
asyncio.set_event_loop(loop)
print(loop.run_until_complete(main()))
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
