// javac: -Xlint:none
// flags: -Djdk.net.usePlainSocketImpl=true -Djdk.net.usePlainDatagramSocketImpl=true

import java.io.*;
import java.net.*;
import java.util.concurrent.*;

/** The socket implementations from before 13, which a system property brings back. */
public class NetOldSockets {
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

    /** Runs the one in a thread until it blocks, then the other. */
    static void closing(String what, Action blocking, Closeable closed) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Future<?> result = pool.submit(() -> show(what, blocking));
        Thread.sleep(400);
        closed.close();
        result.get(10, TimeUnit.SECONDS);
        pool.shutdown();
    }

    public static void main(String[] args) throws Exception {
        streams();
        errors();
        datagrams();
        groups();
    }

    static void streams() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        Socket a = new Socket(LOOPBACK, server.getLocalPort());
        Socket b = server.accept();
        a.getOutputStream().write("hello".getBytes());
        System.out.println(new String(b.getInputStream().readNBytes(5)) + " " + b.getInputStream().available());
        System.out.println((b.getPort() == a.getLocalPort()) + " " + b.getInetAddress() + " " + (b.getLocalPort() == server.getLocalPort()) + " " + b.getLocalAddress());
        byte[] data = new byte[500_000];
        Thread writer = new Thread(() -> {
            try {
                b.getOutputStream().write(data);
                b.shutdownOutput();
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        writer.start();
        System.out.println(a.getInputStream().readAllBytes().length);
        writer.join();
        a.setTcpNoDelay(true);
        a.setSoLinger(true, 4);
        a.setKeepAlive(true);
        a.setReceiveBufferSize(20_000);
        a.setOOBInline(true);
        a.setTrafficClass(16);
        System.out.println(a.getTcpNoDelay() + " " + a.getSoLinger() + " " + a.getKeepAlive() + " " + a.getReceiveBufferSize() + " " + a.getOOBInline() + " " + a.getTrafficClass() + " " + a.getReuseAddress() + " " + server.getReuseAddress());
        a.setSoLinger(false, 0);
        System.out.println(a.getSoLinger() + " " + a.getOption(StandardSocketOptions.SO_REUSEPORT));
        b.setSoTimeout(40);
        show("read", () -> b.getInputStream().read());
        a.sendUrgentData('x');
        server.setSoTimeout(40);
        show("accept", server::accept);
        server.setSoTimeout(0);
        closing("accept closed", server::accept, server);
        b.setSoTimeout(0);
        closing("read closed", () -> b.getInputStream().read(), b);
        show("available", () -> b.getInputStream().available());
        show("write after close", () -> {
            for (int i = 0; i < 100; i++) {
                a.getOutputStream().write(new byte[1000]);
                Thread.sleep(2);
            }
            return "never";
        });
        a.close();
        show("closed", () -> a.getTcpNoDelay());
    }

    static void errors() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        int port = server.getLocalPort();
        show("bind twice", () -> new ServerSocket(port, 5, LOOPBACK));
        Socket a = new Socket(LOOPBACK, port);
        Socket b = server.accept();
        b.setSoLinger(true, 0);
        b.close();
        show("reset", () -> a.getInputStream().read());
        a.close();
        server.close();
        show("refused", () -> new Socket(LOOPBACK, port));
        show("refused with timeout", () -> { new Socket().connect(new InetSocketAddress(LOOPBACK, port), 500); return ""; });
        show("not local", () -> { new Socket().bind(new InetSocketAddress("198.51.100.7", 0)); return ""; });
        show("unknown", () -> new Socket("no.such.host.invalid", 5));
        show("accept unbound", () -> new ServerSocket().accept());
    }

    static void datagrams() throws Exception {
        DatagramSocket a = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        DatagramSocket b = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        a.send(new DatagramPacket("hello".getBytes(), 5, b.getLocalSocketAddress()));
        DatagramPacket in = new DatagramPacket(new byte[20], 3, 17);
        b.receive(in);
        System.out.println(new String(in.getData(), in.getOffset(), in.getLength()) + " " + in.getOffset() + " " + in.getAddress() + " " + (in.getPort() == a.getLocalPort()));
        b.setSoTimeout(40);
        show("timeout", () -> { b.receive(in); return ""; });
        show("too long", () -> { a.send(new DatagramPacket(new byte[65_508], 65_508, b.getLocalSocketAddress())); return ""; });
        a.connect(b.getLocalSocketAddress());
        b.connect(a.getLocalSocketAddress());
        a.send(new DatagramPacket("connected".getBytes(), 9));
        DatagramPacket small = new DatagramPacket(new byte[4], 4);
        b.receive(small);
        System.out.println(new String(small.getData(), 0, small.getLength()));
        int before = a.getLocalPort();
        a.disconnect();
        System.out.println(before == a.getLocalPort());
        a.setReceiveBufferSize(30_000);
        a.setTrafficClass(8);
        a.setBroadcast(false);
        System.out.println(a.getReceiveBufferSize() + " " + a.getTrafficClass() + " " + a.getBroadcast() + " " + a.getReuseAddress() + " " + a.getLocalAddress() + " " + a.getOption(StandardSocketOptions.SO_REUSEPORT));
        show("bind twice", () -> new DatagramSocket(a.getLocalSocketAddress()));
        int port = a.getLocalPort();
        a.close();
        show("unreachable", () -> {
            b.send(new DatagramPacket(new byte[1], 1));
            b.receive(in);
            return "received";
        });
        b.disconnect();
        b.setSoTimeout(0);
        closing("receive closed", () -> { b.receive(in); return ""; }, b::close);
        show("closed", () -> { b.receive(in); return ""; });
    }

    static void groups() throws Exception {
        InetAddress group = InetAddress.getByName("239.7.8.9");
        NetworkInterface loopback = NetworkInterface.getByInetAddress(LOOPBACK);
        MulticastSocket in = new MulticastSocket(0);
        MulticastSocket out = new MulticastSocket(0);
        in.joinGroup(new InetSocketAddress(group, 0), loopback);
        show("unset", () -> out.getNetworkInterface().getIndex());
        out.setNetworkInterface(loopback);
        out.setTimeToLive(2);
        out.send(new DatagramPacket("group".getBytes(), 5, group, in.getLocalPort()));
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        in.setSoTimeout(2000);
        in.receive(packet);
        System.out.println(new String(packet.getData(), 0, packet.getLength()) + " " + out.getTimeToLive() + " " + out.getNetworkInterface().getName() + " " + out.getLoopbackMode() + " " + out.getInterface());
        out.setLoopbackMode(true);
        System.out.println(out.getLoopbackMode() + " " + out.getOption(StandardSocketOptions.IP_MULTICAST_LOOP) + " " + out.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        show("join twice", () -> { in.joinGroup(new InetSocketAddress(group, 0), loopback); return ""; });
        in.leaveGroup(new InetSocketAddress(group, 0), loopback);
        show("leave twice", () -> { in.leaveGroup(new InetSocketAddress(group, 0), loopback); return ""; });
        out.setInterface(LOOPBACK);
        System.out.println(out.getInterface());
        show("no interface", () -> { out.setInterface(InetAddress.getByName("198.51.100.9")); return ""; });
        InetAddress group6 = InetAddress.getByName("ff02::1234");
        show("six", () -> { in.joinGroup(new InetSocketAddress(group6, 0), loopback); in.leaveGroup(new InetSocketAddress(group6, 0), loopback); return "joined and left"; });
        show("six twice", () -> { in.leaveGroup(new InetSocketAddress(group6, 0), loopback); return ""; });
    }
}
