import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.*;

/** Socket channels: blocking and not, gathering, a selector's server, transfers, and errors. */
public class NetChannels {
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

    static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    public static void main(String[] args) throws Exception {
        blocking();
        nonBlocking();
        transfers();
        selectorServer();
        selectorStates();
        errors();
        pipes();
    }

    static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    static void blocking() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY); SocketChannel a = SocketChannel.open(server.getLocalAddress()); SocketChannel b = server.accept()) {
            System.out.println(a.isConnected() + " " + a.isBlocking() + " " + a.getRemoteAddress().equals(server.getLocalAddress()) + " " + b.getLocalAddress().equals(server.getLocalAddress()) + " " + b.getRemoteAddress().equals(a.getLocalAddress()));
            System.out.println(a.write(new ByteBuffer[] {bytes("one "), bytes("two "), bytes("three")}));
            ByteBuffer[] parts = {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4), ByteBuffer.allocate(20)};
            long read = 0;
            while (read < 13) {
                read += b.read(parts);
            }
            System.out.println(text(parts[0]) + "|" + text(parts[1]) + "|" + text(parts[2]));
            a.setOption(StandardSocketOptions.TCP_NODELAY, true).setOption(StandardSocketOptions.SO_LINGER, 2);
            System.out.println(a.getOption(StandardSocketOptions.TCP_NODELAY) + " " + a.getOption(StandardSocketOptions.SO_LINGER) + " " + a.getOption(StandardSocketOptions.SO_KEEPALIVE));
            a.socket().setSoTimeout(50);
            show("timeout of the adaptor", () -> a.socket().getInputStream().read());
            b.socket().getOutputStream().write(7);
            System.out.println(a.socket().getInputStream().read());
            a.shutdownOutput();
            System.out.println(b.read(ByteBuffer.allocate(1)));
            a.shutdownInput();
            System.out.println(a.read(ByteBuffer.allocate(1)));
            show("write after shutdown", () -> a.write(bytes("x")));
        }
    }

    static void nonBlocking() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY); SocketChannel a = SocketChannel.open()) {
            server.configureBlocking(false);
            System.out.println(server.accept());
            a.configureBlocking(false);
            boolean connected = a.connect(server.getLocalAddress());
            while (!connected) {
                connected = a.finishConnect();
            }
            SocketChannel b = null;
            while (b == null) {
                b = server.accept();
            }
            b.configureBlocking(false);
            System.out.println(b.read(ByteBuffer.allocate(10)) + " " + a.isConnectionPending());
            int written = 0;
            ByteBuffer block = ByteBuffer.allocateDirect(1 << 16);
            while (true) {
                int n = a.write(block.clear());
                if (n == 0) {
                    break;
                }
                written += n;
            }
            int total = 0;
            a.shutdownOutput();
            while (true) {
                int n = b.read(block.clear());
                if (n < 0) {
                    break;
                }
                total += n;
            }
            System.out.println("all " + (written == total));
            show("blocking mode", () -> a.socket().getInputStream().read());
            b.close();
        }
    }

    static void transfers() throws Exception {
        Path file = Path.of("transfer.bin");
        byte[] data = new byte[200_000];
        new Random(5).nextBytes(data);
        Files.write(file, data);
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY); SocketChannel a = SocketChannel.open(server.getLocalAddress()); SocketChannel b = server.accept(); FileChannel from = FileChannel.open(file); FileChannel to = FileChannel.open(Path.of("copy.bin"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Thread sender = new Thread(() -> {
                try {
                    long at = 0;
                    while (at < data.length) {
                        at += from.transferTo(at, data.length - at, a);
                    }
                    a.shutdownOutput();
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            sender.start();
            long at = 0;
            while (at < data.length) {
                at += to.transferFrom(b, at, data.length - at);
            }
            sender.join();
        }
        System.out.println("transfer " + Arrays.equals(data, Files.readAllBytes(Path.of("copy.bin"))));
    }

    static volatile boolean done;

    static void selectorServer() throws Exception {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open().bind(ANY);
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        Thread loop = new Thread(() -> {
            try {
                serve(selector);
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        loop.start();
        List<Thread> clients = new ArrayList<>();
        int[] good = new int[1];
        for (int i = 0; i < 20; i++) {
            String message = "message " + i;
            Thread client = new Thread(() -> {
                try (SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
                    for (int round = 0; round < 5; round++) {
                        channel.write(bytes(message));
                        ByteBuffer answer = ByteBuffer.allocate(message.length());
                        while (answer.hasRemaining() && channel.read(answer) >= 0) { }
                        if (text(answer).equals(message)) {
                            synchronized (good) {
                                good[0]++;
                            }
                        }
                    }
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        done = true;
        selector.wakeup();
        loop.join();
        selector.close();
        server.close();
        System.out.println("echoed " + good[0]);
    }

    static void serve(Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256);
        while (true) {
            selector.select();
            if (done) {
                return;
            }
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext();) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isAcceptable()) {
                    SocketChannel peer = ((ServerSocketChannel) key.channel()).accept();
                    if (peer != null) {
                        peer.configureBlocking(false).register(selector, SelectionKey.OP_READ);
                    }
                } else if (key.isReadable()) {
                    SocketChannel peer = (SocketChannel) key.channel();
                    if (peer.read(buffer.clear()) < 0) {
                        peer.close();
                    } else {
                        peer.write(buffer.flip());
                    }
                }
            }
        }
    }

    static void selectorStates() throws Exception {
        try (Selector selector = Selector.open(); ServerSocketChannel server = ServerSocketChannel.open().bind(ANY)) {
            System.out.println(selector.selectNow() + " " + selector.select(20));
            selector.wakeup();
            System.out.println(selector.select());
            Thread.currentThread().interrupt();
            System.out.println(selector.select() + " " + Thread.interrupted());
            Thread waker = new Thread(selector::wakeup);
            waker.start();
            System.out.println(selector.select(10_000));
            waker.join();
            SocketChannel a = SocketChannel.open();
            a.configureBlocking(false);
            boolean at_once = a.connect(server.getLocalAddress());
            SelectionKey key = a.register(selector, SelectionKey.OP_CONNECT | SelectionKey.OP_READ, "attachment");
            if (!at_once) {
                System.out.println(selector.select() + " " + key.isConnectable() + " " + a.finishConnect());
            } else {
                System.out.println("1 true true");
            }
            key.interestOps(SelectionKey.OP_WRITE);
            selector.selectedKeys().clear();
            System.out.println(selector.select() + " " + key.isWritable() + " " + key.readyOps() + " " + key.attachment());
            SocketChannel b = server.accept();
            key.interestOps(SelectionKey.OP_READ);
            b.write(bytes("data"));
            selector.selectedKeys().clear();
            System.out.println(selector.select() + " " + key.isReadable());
            show("blocking while registered", () -> a.configureBlocking(true));
            System.out.println(selector.select(k -> System.out.println("consumer " + k.isReadable()), 1000));
            key.cancel();
            System.out.println(key.isValid() + " " + selector.keys().size() + " " + selector.selectNow() + " " + selector.keys().size());
            show("cancelled", () -> key.interestOps(SelectionKey.OP_READ));
            show("blocking channel", () -> b.register(selector, SelectionKey.OP_READ));
            b.configureBlocking(false);
            show("bad ops", () -> b.register(selector, SelectionKey.OP_ACCEPT));
            a.close();
            b.close();
            SocketChannel refused = SocketChannel.open();
            refused.configureBlocking(false);
            SocketAddress address = server.getLocalAddress();
            server.close();
            show("refused", () -> {
                if (!refused.connect(address)) {
                    refused.register(selector, SelectionKey.OP_CONNECT);
                    selector.select();
                    refused.finishConnect();
                }
                return "connected";
            });
            System.out.println(refused.isOpen());
        }
        show("closed selector", () -> { Selector s = Selector.open(); s.close(); return s.select(); });
    }

    static void errors() throws Exception {
        show("not connected", () -> SocketChannel.open().read(ByteBuffer.allocate(1)));
        show("not bound", () -> ServerSocketChannel.open().accept());
        show("bound twice", () -> ServerSocketChannel.open().bind(ANY).bind(ANY));
        show("connect closed", () -> { SocketChannel c = SocketChannel.open(); c.close(); return c.connect(ANY); });
        show("no connection pending", () -> SocketChannel.open().finishConnect());
        show("unresolved", () -> SocketChannel.open(InetSocketAddress.createUnresolved("nowhere.invalid", 5)));
        show("not an internet address", () -> SocketChannel.open().connect(new SocketAddress() { }));
        show("not local", () -> ServerSocketChannel.open().bind(new InetSocketAddress("198.51.100.9", 0)));
        show("port 0", () -> SocketChannel.open(ANY));
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY)) {
            show("in use", () -> ServerSocketChannel.open().bind(server.getLocalAddress()));
            SocketChannel a = SocketChannel.open(server.getLocalAddress());
            show("connected already", () -> a.connect(server.getLocalAddress()));
            show("read only", () -> a.read(ByteBuffer.allocate(4).asReadOnlyBuffer()));
            SocketChannel b = server.accept();
            b.setOption(StandardSocketOptions.SO_LINGER, 0);
            b.close();
            show("reset", () -> a.read(ByteBuffer.allocate(4)));
            a.close();
            show("closed", () -> a.read(ByteBuffer.allocate(4)));
            show("option", () -> server.setOption(StandardSocketOptions.TCP_NODELAY, true));
        }
        show("IPv4 only", () -> {
            try (SocketChannel c = SocketChannel.open(StandardProtocolFamily.INET)) {
                return c.connect(new InetSocketAddress("::1", 9));
            }
        });
    }

    static void pipes() throws Exception {
        Pipe pipe = Pipe.open();
        Thread writer = new Thread(() -> {
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(new ByteBuffer[] {bytes("through "), bytes("a pipe")});
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        writer.start();
        ByteBuffer all = ByteBuffer.allocate(100);
        while (pipe.source().read(all) >= 0) { }
        System.out.println(text(all));
        writer.join();
        try (Selector selector = Selector.open()) {
            Pipe second = Pipe.open();
            second.source().configureBlocking(false);
            SelectionKey key = second.source().register(selector, SelectionKey.OP_READ);
            System.out.println(second.source().read(ByteBuffer.allocate(1)) + " " + selector.selectNow());
            second.sink().write(bytes("!"));
            System.out.println(selector.select() + " " + key.isReadable());
            second.source().close();
            show("broken pipe", () -> second.sink().write(bytes("?")));
            second.sink().close();
        }
    }
}
