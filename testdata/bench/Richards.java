// An operating system simulation: virtual calls, linked lists, small state machines.
// args: 60
public class Richards {
    static final int IDLE = 0, WORKER = 1, HANDLER_A = 2, HANDLER_B = 3, DEVICE_A = 4, DEVICE_B = 5, TASKS = 6;
    static final int DEVICE = 0, WORK = 1;

    static final class Packet {
        Packet link;
        int id, kind, a1;
        final int[] a2 = new int[4];

        Packet(Packet link, int id, int kind) {
            this.link = link;
            this.id = id;
            this.kind = kind;
        }

        Packet appendTo(Packet queue) {
            link = null;
            if (queue == null) return this;
            Packet p = queue;
            while (p.link != null) p = p.link;
            p.link = this;
            return queue;
        }
    }

    static abstract class Task {
        final Scheduler s;
        final int id, priority;
        Task next;
        Packet queue;
        boolean held, suspended, runnable;

        Task(Scheduler s, int id, int priority, Packet queue) {
            this.s = s;
            this.id = id;
            this.priority = priority;
            this.queue = queue;
            suspended = true;
            runnable = queue != null;
            next = s.list;
            s.list = this;
            s.table[id] = this;
        }

        boolean blocked() {
            return held || suspended && !runnable;
        }

        Task step() {
            Packet p = null;
            if (suspended && runnable) {
                p = queue;
                queue = p.link;
                suspended = false;
                runnable = queue != null;
            }
            return run(p);
        }

        Task give(Packet p, Task from) {
            if (queue == null) {
                queue = p;
                runnable = true;
                if (priority > from.priority) return this;
            } else {
                queue = p.appendTo(queue);
            }
            return from;
        }

        abstract Task run(Packet p);
    }

    static final class Scheduler {
        final Task[] table = new Task[TASKS];
        Task list, current;
        int queued, holds;

        void schedule() {
            for (current = list; current != null;) {
                current = current.blocked() ? current.next : current.step();
            }
        }

        Task release(int id) {
            Task t = table[id];
            t.held = false;
            return t.priority > current.priority ? t : current;
        }

        Task hold() {
            holds++;
            current.held = true;
            return current.next;
        }

        Task suspend() {
            current.suspended = true;
            return current;
        }

        Task queue(Packet p) {
            Task t = table[p.id];
            queued++;
            p.link = null;
            p.id = current.id;
            return t.give(p, current);
        }
    }

    static final class Idle extends Task {
        int v1 = 1, count;

        Idle(Scheduler s, int count) {
            super(s, IDLE, 0, null);
            this.count = count;
            suspended = false;
        }

        @Override Task run(Packet p) {
            if (--count == 0) return s.hold();
            if ((v1 & 1) == 0) {
                v1 >>= 1;
                return s.release(DEVICE_A);
            }
            v1 = v1 >> 1 ^ 0xD008;
            return s.release(DEVICE_B);
        }
    }

    static final class Device extends Task {
        Packet pending;

        Device(Scheduler s, int id, int priority) { super(s, id, priority, null); }

        @Override Task run(Packet p) {
            if (p != null) {
                pending = p;
                return s.hold();
            }
            if (pending == null) return s.suspend();
            Packet v = pending;
            pending = null;
            return s.queue(v);
        }
    }

    static final class Worker extends Task {
        int to = HANDLER_A, n;

        Worker(Scheduler s, Packet queue) { super(s, WORKER, 1000, queue); }

        @Override Task run(Packet p) {
            if (p == null) return s.suspend();
            to = to == HANDLER_A ? HANDLER_B : HANDLER_A;
            p.id = to;
            p.a1 = 0;
            for (int i = 0; i < 4; i++) {
                n = n % 26 + 1;
                p.a2[i] = n;
            }
            return s.queue(p);
        }
    }

    static final class Handler extends Task {
        Packet work, devices;

        Handler(Scheduler s, int id, int priority, Packet queue) { super(s, id, priority, queue); }

        @Override Task run(Packet p) {
            if (p != null) {
                if (p.kind == WORK) work = p.appendTo(work);
                else devices = p.appendTo(devices);
            }
            if (work != null) {
                Packet v = work;
                if (v.a1 >= 4) {
                    work = v.link;
                    return s.queue(v);
                }
                if (devices != null) {
                    Packet d = devices;
                    devices = d.link;
                    d.a1 = v.a2[v.a1++];
                    return s.queue(d);
                }
            }
            return s.suspend();
        }
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        long queued = 0, holds = 0;
        for (int i = 0; i < n; i++) {
            Scheduler s = new Scheduler();
            new Idle(s, 1000);
            new Worker(s, new Packet(new Packet(null, WORKER, WORK), WORKER, WORK));
            new Handler(s, HANDLER_A, 2000, new Packet(new Packet(new Packet(null, DEVICE_A, DEVICE), DEVICE_A, DEVICE), DEVICE_A, DEVICE));
            new Handler(s, HANDLER_B, 3000, new Packet(new Packet(new Packet(null, DEVICE_B, DEVICE), DEVICE_B, DEVICE), DEVICE_B, DEVICE));
            new Device(s, DEVICE_A, 4000);
            new Device(s, DEVICE_B, 5000);
            s.schedule();
            queued += s.queued;
            holds += s.holds;
        }
        System.out.println(queued + " " + holds);
    }
}
