import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.*;

/** TCP by java.net: echo, half-close, options, errors and their messages, timeouts, reset. */
public class NetTcp {
    interface Action {
        Object run() throws Exception;
    }

    static void show(String what, Action action) {
        try {
            System.out.println(what + ": " + action.run());
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    public static void main(String[] args) throws Exception {
        echo();
        halfClose();
        options();
        errors();
        timeouts();
        reset();
        many();
    }

    static ServerSocket server() throws IOException {
        return new ServerSocket(0, 50, LOOPBACK);
    }

    static void echo() throws Exception {
        try (ServerSocket server = server()) {
            Thread thread = new Thread(() -> {
                try (Socket peer = server.accept()) {
                    peer.getInputStream().transferTo(peer.getOutputStream());
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            thread.start();
            try (Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                byte[] data = new byte[300_000];
                for (int i = 0; i < data.length; i++) {
                    data[i] = (byte) (i * 31);
                }
                Thread writer = new Thread(() -> {
                    try {
                        socket.getOutputStream().write(data);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        System.out.println(e);
                    }
                });
                writer.start();
                byte[] back = socket.getInputStream().readAllBytes();
                System.out.println("echo " + java.util.Arrays.equals(data, back));
                System.out.println(socket.isConnected() + " " + socket.isOutputShutdown() + " " + socket.isInputShutdown() + " " + socket.isBound() + " " + socket.getInetAddress() + " " + (socket.getPort() == server.getLocalPort()));
                System.out.println(socket.getInputStream().read());
                writer.join();
            }
            thread.join();
            System.out.println(server.toString().replaceAll("\\d{4,}", "PORT"));
        }
    }

    static void halfClose() throws Exception {
        try (ServerSocket server = server(); Socket a = new Socket(LOOPBACK, server.getLocalPort()); Socket b = server.accept()) {
            PrintWriter out = new PrintWriter(a.getOutputStream(), true);
            BufferedReader in = new BufferedReader(new InputStreamReader(b.getInputStream()));
            out.println("one");
            out.println("two");
            System.out.println(in.readLine() + " " + in.readLine());
            System.out.println("available " + b.getInputStream().available());
            out.print("abc");
            out.flush();
            while (b.getInputStream().available() < 3) {
                Thread.sleep(1);
            }
            System.out.println("available " + b.getInputStream().available());
            a.shutdownOutput();
            System.out.println(in.readLine() + " " + in.readLine());
            show("write after shutdown", () -> { a.getOutputStream().write(1); return "written"; });
            b.getOutputStream().write("still".getBytes());
            b.close();
            System.out.println(new String(a.getInputStream().readAllBytes()));
            a.shutdownInput();
            show("shutdown twice", () -> { a.shutdownInput(); return "done"; });
            show("streams", () -> a.getInputStream());
        }
    }

    static void options() throws Exception {
        try (ServerSocket server = server(); Socket a = new Socket(LOOPBACK, server.getLocalPort()); Socket b = server.accept()) {
            System.out.println(a.getTcpNoDelay() + " " + a.getKeepAlive() + " " + a.getSoLinger() + " " + a.getOOBInline() + " " + a.getReuseAddress() + " " + a.getTrafficClass() + " " + a.getSoTimeout());
            a.setTcpNoDelay(true);
            a.setKeepAlive(true);
            a.setSoLinger(true, 3);
            a.setOOBInline(true);
            a.setTrafficClass(0x10);
            a.setSoTimeout(500);
            System.out.println(a.getTcpNoDelay() + " " + a.getKeepAlive() + " " + a.getSoLinger() + " " + a.getOOBInline() + " " + a.getTrafficClass() + " " + a.getSoTimeout());
            a.setSoLinger(false, 0);
            a.setReceiveBufferSize(20_000);
            a.setSendBufferSize(30_000);
            System.out.println(a.getSoLinger() + " " + a.getReceiveBufferSize() + " " + a.getSendBufferSize());
            System.out.println(new java.util.TreeSet<>(a.supportedOptions().stream().map(Object::toString).toList()));
            System.out.println(new java.util.TreeSet<>(server.supportedOptions().stream().map(Object::toString).toList()));
            a.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE, 77);
            a.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT, 5);
            a.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL, 9);
            System.out.println(a.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE) + " " + a.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT) + " " + a.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL));
            a.setOption(jdk.net.ExtendedSocketOptions.TCP_QUICKACK, true);
            System.out.println(a.getOption(jdk.net.ExtendedSocketOptions.TCP_QUICKACK));
            b.setOOBInline(true);
            a.sendUrgentData('!');
            System.out.println((char) b.getInputStream().read());
            System.out.println(server.getReuseAddress() + " " + server.getSoTimeout() + " " + server.getOption(StandardSocketOptions.SO_REUSEPORT));
            show("negative linger", () -> { a.setSoLinger(true, -1); return ""; });
            show("bad traffic class", () -> { a.setTrafficClass(256); return ""; });
            show("wrong option", () -> a.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 3));
        }
    }

    static void errors() throws Exception {
        int free;
        try (ServerSocket server = server()) {
            free = server.getLocalPort();
            show("bind twice", () -> new ServerSocket(free, 50, LOOPBACK));
            show("accept when unbound", () -> new ServerSocket().accept());
        }
        show("refused", () -> new Socket(LOOPBACK, free));
        show("refused with timeout", () -> { new Socket().connect(new InetSocketAddress(LOOPBACK, free), 1000); return ""; });
        show("refused by name", () -> new Socket("localhost", free));
        show("port out of range", () -> new Socket(LOOPBACK, 70_000));
        show("unknown host", () -> new Socket("no.such.host.invalid", 80));
        show("unresolved", () -> { new Socket().connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)); return ""; });
        show("not local", () -> { new Socket().bind(new InetSocketAddress("198.51.100.7", 0)); return ""; });
        show("null address", () -> { new Socket().connect(null); return ""; });
        show("not connected in", () -> new Socket().getInputStream());
        show("not connected out", () -> new Socket().getOutputStream());
        show("not connected shutdown", () -> { new Socket().shutdownInput(); return ""; });
        Socket closed = new Socket();
        closed.close();
        show("closed connect", () -> { closed.connect(new InetSocketAddress(LOOPBACK, free)); return ""; });
        show("closed option", () -> closed.getTcpNoDelay());
        show("closed bind", () -> { closed.bind(null); return ""; });
        show("closed streams", () -> closed.getInputStream());
        System.out.println(closed + " " + closed.isClosed() + " " + closed.getLocalPort() + " " + closed.getRemoteSocketAddress());
        try (ServerSocket server = server()) {
            Socket a = new Socket(LOOPBACK, server.getLocalPort());
            InputStream in = a.getInputStream();
            OutputStream out = a.getOutputStream();
            show("connect twice", () -> { a.connect(new InetSocketAddress(LOOPBACK, free)); return ""; });
            show("read nothing", () -> in.read(new byte[0]));
            show("read out of bounds", () -> in.read(new byte[3], 2, 2));
            a.close();
            show("read closed", () -> in.read());
            show("write closed", () -> { out.write(3); return ""; });
            show("available closed", () -> in.available());
            server.close();
            show("accept closed", () -> server.accept());
        }
    }

    static void timeouts() throws Exception {
        try (ServerSocket server = server(); Socket a = new Socket(LOOPBACK, server.getLocalPort()); Socket b = server.accept()) {
            server.setSoTimeout(50);
            show("accept", () -> server.accept());
            a.setSoTimeout(50);
            long start = System.nanoTime();
            show("read", () -> a.getInputStream().read());
            System.out.println((System.nanoTime() - start) / 1_000_000 >= 49);
            b.getOutputStream().write(5);
            show("read after timeout", () -> a.getInputStream().read());
            for (int close = 0; close < 2; close++) {
                ServerSocket later = server();
                ExecutorService pool = Executors.newSingleThreadExecutor();
                Future<String> blocked = pool.submit(() -> {
                    try {
                        return later.accept().toString();
                    } catch (SocketException e) {
                        return e.toString();
                    }
                });
                Thread.sleep(400);
                later.close();
                System.out.println("closed while accepting: " + blocked.get(10, TimeUnit.SECONDS));
                pool.shutdown();
            }
            a.setSoTimeout(0);
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Future<String> blocked = pool.submit(() -> {
                try {
                    return "read " + a.getInputStream().read();
                } catch (SocketException e) {
                    return e.toString();
                }
            });
            Thread.sleep(400);
            a.close();
            System.out.println("closed while reading: " + blocked.get(10, TimeUnit.SECONDS));
            pool.shutdown();
        }
    }

    static void reset() throws Exception {
        try (ServerSocket server = server()) {
            Socket a = new Socket(LOOPBACK, server.getLocalPort());
            Socket b = server.accept();
            b.setSoLinger(true, 0);
            b.close();
            show("reset read", () -> a.getInputStream().read());
            show("reset read again", () -> a.getInputStream().read());
            show("reset available", () -> a.getInputStream().available());
            a.close();
            Socket c = new Socket(LOOPBACK, server.getLocalPort());
            Socket d = server.accept();
            d.close();
            show("broken pipe", () -> {
                for (int i = 0; i < 100; i++) {
                    c.getOutputStream().write(new byte[1000]);
                    Thread.sleep(2);
                }
                return "never";
            });
            c.close();
        }
    }

    static void many() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        try (ServerSocket server = server()) {
            pool.submit(() -> {
                while (true) {
                    Socket peer = server.accept();
                    pool.submit(() -> {
                        try (peer; DataInputStream in = new DataInputStream(peer.getInputStream()); DataOutputStream out = new DataOutputStream(peer.getOutputStream())) {
                            out.writeUTF(in.readUTF().toUpperCase());
                            return null;
                        }
                    });
                }
            });
            Callable<String> client = () -> {
                try (Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                    new DataOutputStream(socket.getOutputStream()).writeUTF("hello");
                    return new DataInputStream(socket.getInputStream()).readUTF();
                }
            };
            int good = 0;
            for (Future<String> answer : pool.invokeAll(java.util.Collections.nCopies(40, client))) {
                good += answer.get().equals("HELLO") ? 1 : 0;
            }
            System.out.println(good + " answers");
        }
        pool.shutdown();
        System.out.println(pool.awaitTermination(10, TimeUnit.SECONDS));
    }
}
