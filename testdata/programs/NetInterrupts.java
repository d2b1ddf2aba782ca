import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.Path;
import java.util.concurrent.*;

/** Threads blocked in channels and sockets: interrupted, and with the channel closed under them. */
public class NetInterrupts {
    static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    interface Blocking {
        Object run() throws Exception;
    }

    interface Waker {
        void wake(Thread thread) throws Exception;
    }

    /** Runs the one in a thread until it blocks, then the other. */
    static void check(String what, Blocking blocking, Waker waker) throws Exception {
        String[] result = new String[1];
        Thread thread = new Thread(() -> {
            try {
                result[0] = String.valueOf(blocking.run());
            } catch (Throwable e) {
                result[0] = e.toString();
            }
            result[0] += " " + Thread.currentThread().isInterrupted();
        });
        thread.start();
        untilBlocked(thread);
        waker.wake(thread);
        thread.join(10_000);
        System.out.println(what + ": " + (thread.isAlive() ? "still blocked" : result[0]));
    }

    /** Waits until the thread is seen in a native method some times in a row, or has ended. */
    static void untilBlocked(Thread thread) throws InterruptedException {
        for (int seen = 0; seen < 6 && thread.isAlive();) {
            Thread.sleep(10);
            StackTraceElement[] trace = thread.getStackTrace();
            seen = trace.length > 0 && trace[0].isNativeMethod() ? seen + 1 : 0;
        }
    }

    static ServerSocketChannel server() throws IOException {
        return ServerSocketChannel.open().bind(ANY);
    }

    public static void main(String[] args) throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        ServerSocketChannel s1 = server();
        check("accept interrupted", s1::accept, Thread::interrupt);
        System.out.println(s1.isOpen());
        ServerSocketChannel s2 = server();
        check("accept closed", s2::accept, t -> s2.close());
        ServerSocketChannel server = server();
        SocketChannel a = SocketChannel.open(server.getLocalAddress());
        check("read interrupted", () -> a.read(one), Thread::interrupt);
        System.out.println(a.isOpen());
        SocketChannel b = SocketChannel.open(server.getLocalAddress());
        check("read closed", () -> b.read(one), t -> b.close());
        SocketChannel c = SocketChannel.open(server.getLocalAddress());
        check("read shut down", () -> c.read(one), t -> c.shutdownInput());
        SocketChannel d = SocketChannel.open(server.getLocalAddress());
        check("write interrupted", () -> {
            while (true) {
                d.write(ByteBuffer.allocateDirect(1 << 20));
            }
        }, Thread::interrupt);
        SocketChannel e = SocketChannel.open(server.getLocalAddress());
        check("write closed", () -> {
            while (true) {
                e.write(ByteBuffer.allocate(1 << 20));
            }
        }, t -> e.close());
        SocketChannel f = SocketChannel.open(server.getLocalAddress());
        check("interrupted before", () -> {
            Thread.currentThread().interrupt();
            return f.read(one);
        }, t -> { });
        DatagramChannel g = DatagramChannel.open().bind(ANY);
        check("receive interrupted", () -> g.receive(one), Thread::interrupt);
        DatagramChannel h = DatagramChannel.open().bind(ANY);
        check("receive closed", () -> h.receive(one), t -> h.close());
        Pipe p = Pipe.open();
        check("pipe interrupted", () -> p.source().read(one), Thread::interrupt);
        Pipe q = Pipe.open();
        check("pipe closed", () -> q.source().read(one), t -> q.source().close());
        // A socket of java.net does not mind interrupts, and is woken by closing.
        ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket x = new Socket(plain.getInetAddress(), plain.getLocalPort());
        Socket y = plain.accept();
        check("socket interrupted", () -> x.getInputStream().read(), t -> {
            t.interrupt();
            Thread.sleep(30);
            y.getOutputStream().write(9);
        });
        check("socket closed", () -> x.getInputStream().read(), t -> x.close());
        Socket w = new Socket(plain.getInetAddress(), plain.getLocalPort());
        Socket v = plain.accept();
        check("socket's write closed", () -> {
            while (true) {
                w.getOutputStream().write(new byte[1 << 20]);
            }
        }, t -> w.close());
        check("accept of a socket closed", plain::accept, t -> plain.close());
        DatagramSocket datagrams = new DatagramSocket(ANY);
        check("datagram socket closed", () -> { datagrams.receive(new DatagramPacket(new byte[1], 1)); return "received"; }, t -> datagrams.close());
        Selector selector = Selector.open();
        check("select interrupted", selector::select, Thread::interrupt);
        check("select woken", selector::select, t -> selector.wakeup());
        check("select closed", selector::select, t -> selector.close());
        SocketChannel adaptor = SocketChannel.open(server.getLocalAddress());
        check("adaptor interrupted", () -> adaptor.socket().getInputStream().read(), Thread::interrupt);
        SocketChannel adaptor2 = SocketChannel.open(server.getLocalAddress());
        adaptor2.socket().setSoTimeout(20_000);
        check("adaptor with a timeout closed", () -> adaptor2.socket().getInputStream().read(), t -> adaptor2.close());
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(Path.of("socket"));
        ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
        SocketChannel u = SocketChannel.open(path);
        check("Unix read interrupted", () -> u.read(one), Thread::interrupt);
        unix.accept();
        check("Unix accept closed", unix::accept, t -> unix.close());
        FileChannel file = FileChannel.open(Path.of("file"), java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
        check("file interrupted", () -> { Thread.currentThread().interrupt(); return file.write(one); }, t -> { });
        System.out.println(file.isOpen());
    }
}
