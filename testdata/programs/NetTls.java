// flags: --add-exports java.base/sun.security.tools.keytool=ALL-UNNAMED --add-exports java.base/sun.security.x509=ALL-UNNAMED
// javac: --add-exports java.base/sun.security.tools.keytool=ALL-UNNAMED --add-exports java.base/sun.security.x509=ALL-UNNAMED

import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.*;
import javax.net.ssl.*;
import sun.security.tools.keytool.CertAndKeyGen;
import sun.security.x509.X500Name;

/** TLS by the class library's JSSE: sockets of both versions, engines, failures. */
public class NetTls {
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

    public static void main(String[] args) throws Exception {
        SSLContext server = context("localhost", true);
        SSLContext stranger = SSLContext.getInstance("TLS");
        stranger.init(null, null, null);
        System.out.println(Arrays.asList(server.getDefaultSSLParameters().getProtocols()));
        for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
            show(protocol, () -> talk(server, server, protocol, true));
        }
        show("untrusted", () -> talk(server, stranger, "TLSv1.3", false));
        SSLContext wrong = context("elsewhere", true);
        show("wrong name", () -> talk(wrong, wrong, "TLSv1.2", true));
        show("wrong name, unchecked", () -> talk(wrong, wrong, "TLSv1.2", false));
        show("old protocol", () -> talk(server, server, "TLSv1", false));
        show("engines", () -> engines(server));
        show("plain text", () -> plain(server));
    }

    static SSLContext context(String name, boolean trusted) throws Exception {
        CertAndKeyGen maker = new CertAndKeyGen("EC", "SHA256withECDSA");
        maker.generate("secp256r1");
        X509Certificate certificate = maker.getSelfCertificate(new X500Name("CN=" + name), 24 * 3600);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "password".toCharArray();
        store.setKeyEntry("key", maker.getPrivateKey(), password, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** One connection: a line there and back. */
    static String talk(SSLContext serverSide, SSLContext clientSide, String protocol, boolean checkName) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) serverSide.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket peer = server.accept()) {
                    BufferedReader in = new BufferedReader(new InputStreamReader(peer.getInputStream()));
                    peer.getOutputStream().write((in.readLine() + " back\n").getBytes());
                } catch (IOException e) {
                    // The client's story is the one that is told.
                }
            });
            thread.start();
            try (SSLSocket socket = (SSLSocket) clientSide.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
                socket.setEnabledProtocols(new String[] {protocol});
                if (checkName) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                }
                socket.startHandshake();
                socket.getOutputStream().write("a line\n".getBytes());
                SSLSession session = socket.getSession();
                String answer = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
                return answer + " " + session.getProtocol() + " " + session.getCipherSuite() + " " + session.getPeerPrincipal() + " " + session.isValid();
            } finally {
                thread.join();
            }
        }
    }

    /** Two engines, connected by memory. */
    static String engines(SSLContext context) throws Exception {
        SSLEngine client = context.createSSLEngine("localhost", 1);
        SSLEngine server = context.createSSLEngine();
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        client.setSSLParameters(parameters);
        parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        server.setSSLParameters(parameters);
        int size = client.getSession().getPacketBufferSize();
        ByteBuffer toServer = ByteBuffer.allocate(4 * size);
        ByteBuffer toClient = ByteBuffer.allocateDirect(4 * size);
        ByteBuffer message = ByteBuffer.wrap("through engines".getBytes());
        ByteBuffer received = ByteBuffer.allocate(size);
        ByteBuffer nothing = ByteBuffer.allocate(size);
        while (received.position() < message.capacity()) {
            client.wrap(message, toServer);
            server.wrap(ByteBuffer.allocate(0), toClient);
            run(client);
            run(server);
            toServer.flip();
            toClient.flip();
            server.unwrap(toServer, received);
            client.unwrap(toClient, nothing);
            run(client);
            run(server);
            toServer.compact();
            toClient.compact();
        }
        return new String(received.array(), 0, received.position()) + " " + client.getApplicationProtocol() + " " + server.getSession().getCipherSuite();
    }

    static void run(SSLEngine engine) {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    /** A client that speaks no TLS. */
    static String plain(SSLContext context) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String[] result = new String[1];
            Thread thread = new Thread(() -> {
                try (Socket peer = server.accept()) {
                    result[0] = "read " + peer.getInputStream().read();
                } catch (IOException e) {
                    result[0] = e.toString();
                }
            });
            thread.start();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
                socket.getInputStream().read();
            }
            thread.join();
            return result[0];
        }
    }
}
