import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

/** Sockets with names in the file system. */
public class NetUnix {
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

    static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    public static void main(String[] args) throws Exception {
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of("server.socket");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        System.out.println(server.getLocalAddress());
        show("accept unbound", server::accept);
        server.bind(name);
        System.out.println(server.getLocalAddress() + " " + Files.exists(Path.of("server.socket")) + " " + server);
        SocketChannel a = SocketChannel.open(name);
        SocketChannel b = server.accept();
        System.out.println(a.getRemoteAddress() + "|" + a.getLocalAddress() + "|" + b.getRemoteAddress() + "|" + b.getLocalAddress());
        a.write(new ByteBuffer[] {bytes("over "), bytes("Unix")});
        ByteBuffer in = ByteBuffer.allocate(20);
        b.read(in);
        System.out.println(StandardCharsets.UTF_8.decode(in.flip()));
        System.out.println(a.getOption(jdk.net.ExtendedSocketOptions.SO_PEERCRED).user().getName().equals(System.getProperty("user.name")));
        System.out.println(new TreeSet<>(a.supportedOptions().stream().map(Object::toString).toList()) + " " + server.supportedOptions());
        a.setOption(StandardSocketOptions.SO_SNDBUF, 8000);
        System.out.println(a.getOption(StandardSocketOptions.SO_SNDBUF));
        try (Selector selector = Selector.open()) {
            b.configureBlocking(false);
            SelectionKey key = b.register(selector, SelectionKey.OP_READ);
            System.out.println(selector.selectNow());
            a.write(bytes("again"));
            System.out.println(selector.select() + " " + key.isReadable() + " " + b.read(in.clear()));
        }
        a.shutdownOutput();
        System.out.println(b.read(in.clear()));
        b.close();
        show("broken pipe", () -> { a.shutdownInput(); return a.write(bytes("x")); });
        a.close();
        SocketChannel bound = SocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of("client.socket"));
        bound.connect(name);
        System.out.println(bound.getLocalAddress() + " " + server.accept().getRemoteAddress());
        bound.close();
        show("bind twice", () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(name));
        server.close();
        show("refused", () -> SocketChannel.open(name));
        show("not there", () -> SocketChannel.open(UnixDomainSocketAddress.of("nothing")));
        show("no directory", () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of("no/such/dir")));
        Files.writeString(Path.of("file"), "x");
        show("a file", () -> SocketChannel.open(UnixDomainSocketAddress.of("file")));
        for (int length : new int[] {105, 106, 107, 108, 109}) {
            show("length " + length, () -> {
                try (ServerSocketChannel s = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of("n".repeat(length)))) {
                    return s.getLocalAddress().toString().length();
                }
            });
            show("connect " + length, () -> SocketChannel.open(UnixDomainSocketAddress.of("n".repeat(length))).toString().length());
        }
        show("unnamed server", () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of("")));
        try (ServerSocketChannel auto = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(null)) {
            Path path = ((UnixDomainSocketAddress) auto.getLocalAddress()).getPath();
            System.out.println(path.getFileName().toString().matches("socket_-?\\d+") + " " + Files.exists(path));
            Files.delete(path);
        }
        show("internet address", () -> SocketChannel.open(StandardProtocolFamily.UNIX).connect(new InetSocketAddress("127.0.0.1", 1)));
        show("Unix address", () -> SocketChannel.open(StandardProtocolFamily.INET).connect(name));
        show("socket", () -> SocketChannel.open(StandardProtocolFamily.UNIX).socket());
        show("datagrams", () -> DatagramChannel.open(StandardProtocolFamily.UNIX));
    }
}
