"""An operating system's scheduler in miniature: small objects, methods, attribute updates, a priority list."""


class Task:
    def __init__(self, name, priority, work):
        self.name = name
        self.priority = priority
        self.work = work
        self.done = 0
        self.waits = 0
        self.state = 0

    def is_finished(self):
        return self.done >= self.work

    def run(self, clock, quantum):
        left = self.work - self.done
        step = quantum if left > quantum else left
        self.done += step
        return step + (clock + self.priority) % 2


class IoTask(Task):
    def run(self, clock, quantum):
        self.waits += 1
        if self.waits % 3 == 0:
            self.state = 1
            return 0
        self.state = 0
        return Task.run(self, clock, quantum)


class Queue:
    def __init__(self):
        self.items = []
        self.head = 0

    def push(self, task):
        self.items.append(task)

    def pop(self):
        task = self.items[self.head]
        self.head += 1
        if self.head > 64:
            self.items = self.items[self.head:]
            self.head = 0
        return task

    def is_empty(self):
        return self.head >= len(self.items)


class Scheduler:
    def __init__(self, levels):
        self.queues = [Queue() for _ in range(levels)]
        self.clock = 0
        self.switches = 0

    def add(self, task):
        self.queues[task.priority].push(task)

    def next_task(self):
        for queue in self.queues:
            if not queue.is_empty():
                return queue.pop()
        return None

    def run(self):
        while True:
            task = self.next_task()
            if task is None:
                return self.clock
            self.clock += task.run(self.clock, 4)
            self.switches += 1
            if not task.is_finished():
                task.priority = (task.priority + 1) % len(self.queues)
                self.add(task)


def main(n):
    scheduler = Scheduler(4)
    for i in range(n):
        kind = IoTask if i % 3 == 0 else Task
        scheduler.add(kind("task", i % 4, 20 + i % 17))
    return (scheduler.run(), scheduler.switches)


if __name__ == "__main__":
    print(main(6000))
