import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Datagrams: sockets and channels, connected and not, groups, sizes, errors. */
public class NetUdp {
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
    static final InetSocketAddress ANY = new InetSocketAddress(LOOPBACK, 0);

    static DatagramPacket packet(String text, SocketAddress to) {
        byte[] bytes = text.getBytes();
        return new DatagramPacket(bytes, bytes.length, to);
    }

    static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength());
    }

    static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    public static void main(String[] args) throws Exception {
        sockets();
        channels();
        groups();
        channelGroups();
    }

    static void sockets() throws Exception {
        try (DatagramSocket a = new DatagramSocket(ANY); DatagramSocket b = new DatagramSocket(ANY)) {
            a.send(packet("hello", b.getLocalSocketAddress()));
            DatagramPacket in = new DatagramPacket(new byte[100], 10, 80);
            b.receive(in);
            System.out.println(text(in) + " " + in.getOffset() + " " + in.getSocketAddress().equals(a.getLocalSocketAddress()) + " " + in.getAddress());
            a.send(packet("longer than the buffer", b.getLocalSocketAddress()));
            DatagramPacket small = new DatagramPacket(new byte[6], 6);
            b.receive(small);
            System.out.println(text(small));
            a.send(packet("", b.getLocalSocketAddress()));
            b.receive(in);
            System.out.println("empty " + in.getLength());
            b.setSoTimeout(40);
            show("timeout", () -> { b.receive(in); return ""; });
            show("too long", () -> { a.send(new DatagramPacket(new byte[65_508], 65_508, b.getLocalSocketAddress())); return ""; });
            a.connect(b.getLocalSocketAddress());
            System.out.println(a.isConnected() + " " + a.getRemoteSocketAddress().equals(b.getLocalSocketAddress()));
            show("other peer", () -> { a.send(packet("x", new InetSocketAddress(LOOPBACK, 9))); return ""; });
            a.send(new DatagramPacket("connected".getBytes(), 9));
            DatagramPacket again = new DatagramPacket(new byte[100], 100);
            b.receive(again);
            System.out.println(text(again));
            a.disconnect();
            System.out.println(a.isConnected() + " " + a.getPort() + " " + a.getInetAddress());
            show("no address", () -> { a.send(new DatagramPacket(new byte[1], 1)); return ""; });
            show("bind twice", () -> new DatagramSocket(b.getLocalSocketAddress()));
            show("port 0", () -> { a.send(packet("x", new InetSocketAddress(LOOPBACK, 0))); return ""; });
            System.out.println(a.getBroadcast() + " " + a.getReuseAddress() + " " + a.getTrafficClass() + " " + a.getSoTimeout());
            a.setReceiveBufferSize(30_000);
            a.setBroadcast(false);
            a.setTrafficClass(8);
            System.out.println(a.getReceiveBufferSize() + " " + a.getBroadcast() + " " + a.getTrafficClass());
            System.out.println(new TreeSet<>(a.supportedOptions().stream().map(Object::toString).toList()));
            a.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 7);
            System.out.println(a.getOption(StandardSocketOptions.IP_MULTICAST_TTL) + " " + a.getOption(StandardSocketOptions.IP_MULTICAST_LOOP) + " " + a.getOption(StandardSocketOptions.IP_MULTICAST_IF));
        }
        DatagramSocket nobody = new DatagramSocket(ANY);
        int port = nobody.getLocalPort();
        nobody.close();
        show("closed", () -> { nobody.receive(new DatagramPacket(new byte[1], 1)); return ""; });
        try (DatagramSocket a = new DatagramSocket()) {
            a.connect(LOOPBACK, port);
            a.setSoTimeout(1000);
            show("unreachable", () -> {
                a.send(new DatagramPacket(new byte[1], 1));
                a.receive(new DatagramPacket(new byte[1], 1));
                return "received";
            });
        }
    }

    static void channels() throws Exception {
        try (DatagramChannel a = DatagramChannel.open().bind(ANY); DatagramChannel b = DatagramChannel.open().bind(ANY)) {
            System.out.println(a.send(bytes("by channel"), b.getLocalAddress()));
            ByteBuffer in = ByteBuffer.allocateDirect(100);
            System.out.println(b.receive(in).equals(a.getLocalAddress()) + " " + StandardCharsets.UTF_8.decode(in.flip()));
            show("read unconnected", () -> a.read(in));
            a.connect(b.getLocalAddress());
            b.connect(a.getLocalAddress());
            System.out.println(a.write(new ByteBuffer[] {bytes("in "), bytes("parts")}));
            ByteBuffer[] parts = {ByteBuffer.allocate(2), ByteBuffer.allocate(10)};
            System.out.println(b.read(parts) + " " + new String(parts[0].array()) + " " + parts[1].position());
            b.configureBlocking(false);
            System.out.println(b.receive(in.clear()) + " " + b.read(in));
            try (Selector selector = Selector.open()) {
                b.register(selector, SelectionKey.OP_READ);
                a.write(bytes("selected"));
                System.out.println(selector.select(5000) + " " + b.read(in.clear()));
            }
            show("other peer", () -> a.send(bytes("x"), ANY));
            show("connect twice", () -> a.connect(b.getLocalAddress()));
            SocketAddress before = a.getLocalAddress();
            a.disconnect();
            System.out.println(a.isConnected() + " " + a.getRemoteAddress() + " " + a.getLocalAddress().equals(before));
            b.disconnect();
            a.send(bytes("short"), b.getLocalAddress());
            b.configureBlocking(true);
            ByteBuffer two = ByteBuffer.allocate(2);
            b.receive(two);
            System.out.println(new String(two.array()));
            show("too long", () -> a.send(ByteBuffer.allocate(70_000), b.getLocalAddress()));
            a.setOption(StandardSocketOptions.SO_SNDBUF, 20_000).setOption(StandardSocketOptions.IP_TOS, 0x20);
            System.out.println(a.getOption(StandardSocketOptions.SO_SNDBUF) + " " + a.getOption(StandardSocketOptions.IP_TOS));
            show("bound twice", () -> a.bind(ANY));
        }
        try (DatagramChannel v4 = DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress("127.0.0.1", 0))) {
            System.out.println(((InetSocketAddress) v4.getLocalAddress()).getAddress());
            show("IPv6 address", () -> v4.send(bytes("x"), new InetSocketAddress("::1", 9)));
        }
        show("IPv6", () -> {
            try (DatagramChannel a = DatagramChannel.open(StandardProtocolFamily.INET6).bind(new InetSocketAddress("::1", 0)); DatagramChannel b = DatagramChannel.open(StandardProtocolFamily.INET6)) {
                b.send(bytes("six"), a.getLocalAddress());
                ByteBuffer in = ByteBuffer.allocate(10);
                return ((InetSocketAddress) a.receive(in)).getAddress() + " " + in.position();
            }
        });
    }

    static void groups() throws Exception {
        InetAddress group = InetAddress.getByName("239.1.2.3");
        NetworkInterface loopback = NetworkInterface.getByInetAddress(LOOPBACK);
        try (MulticastSocket in = new MulticastSocket(0); DatagramSocket out = new DatagramSocket()) {
            in.setSoTimeout(3000);
            in.joinGroup(new InetSocketAddress(group, 0), loopback);
            out.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            System.out.println(out.getOption(StandardSocketOptions.IP_MULTICAST_IF).getName().equals(loopback.getName()));
            out.send(packet("to the group", new InetSocketAddress(group, in.getLocalPort())));
            DatagramPacket got = new DatagramPacket(new byte[50], 50);
            show("group", () -> { in.receive(got); return text(got); });
            show("join twice", () -> { in.joinGroup(new InetSocketAddress(group, 0), loopback); return ""; });
            in.leaveGroup(new InetSocketAddress(group, 0), loopback);
            show("leave twice", () -> { in.leaveGroup(new InetSocketAddress(group, 0), loopback); return ""; });
            in.setSoTimeout(50);
            out.send(packet("to nobody", new InetSocketAddress(group, in.getLocalPort())));
            show("left", () -> { in.receive(got); return text(got); });
            show("no group", () -> { in.joinGroup(new InetSocketAddress("127.0.0.1", 0), loopback); return ""; });
            in.setTimeToLive(3);
            in.setNetworkInterface(loopback);
            System.out.println(in.getTimeToLive() + " " + in.getNetworkInterface().getName().equals(loopback.getName()) + " " + in.getLoopbackMode() + " " + in.getReuseAddress());
            show("time to live", () -> { in.setTimeToLive(256); return ""; });
        }
    }

    static void channelGroups() throws Exception {
        InetAddress group = InetAddress.getByName("239.4.5.6");
        NetworkInterface loopback = NetworkInterface.getByInetAddress(LOOPBACK);
        try (DatagramChannel in = DatagramChannel.open(StandardProtocolFamily.INET).setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(new InetSocketAddress(0)); DatagramChannel out = DatagramChannel.open(StandardProtocolFamily.INET)) {
            out.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback).setOption(StandardSocketOptions.IP_MULTICAST_TTL, 2);
            System.out.println(out.getOption(StandardSocketOptions.IP_MULTICAST_TTL) + " " + out.getOption(StandardSocketOptions.IP_MULTICAST_LOOP));
            MembershipKey key = in.join(group, loopback);
            System.out.println(key.isValid() + " " + key.group() + " " + key.sourceAddress());
            InetSocketAddress to = new InetSocketAddress(group, ((InetSocketAddress) in.getLocalAddress()).getPort());
            out.send(bytes("first"), to);
            ByteBuffer buffer = ByteBuffer.allocate(20);
            InetSocketAddress sender = (InetSocketAddress) in.receive(buffer);
            System.out.println(new String(buffer.array(), 0, buffer.position()));
            key.block(sender.getAddress());
            out.send(bytes("blocked"), to);
            in.configureBlocking(false);
            Thread.sleep(30);
            System.out.println(in.receive(buffer.clear()));
            key.unblock(sender.getAddress());
            out.send(bytes("second"), to);
            in.configureBlocking(true);
            in.receive(buffer.clear());
            System.out.println(new String(buffer.array(), 0, buffer.position()));
            key.drop();
            MembershipKey from = in.join(group, loopback, sender.getAddress());
            out.send(bytes("third"), to);
            in.receive(buffer.clear());
            System.out.println(new String(buffer.array(), 0, buffer.position()) + " " + from.isValid() + " " + from.sourceAddress().equals(sender.getAddress()));
            show("join twice", () -> in.join(group, loopback));
        }
    }
}
