// MessageDigest, HMAC, ciphers and signatures of the default providers with fixed keys.
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

public class Digests {
    public static void main(String[] args) throws Exception {
        byte[] data = "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8);
        for (String alg : List.of("MD2", "MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/256", "SHA3-256")) {
            MessageDigest d = MessageDigest.getInstance(alg);
            byte[] one = d.digest(data);
            for (byte b : data) d.update(b);
            System.out.println(alg + " " + HexFormat.of().formatHex(one) + " " + MessageDigest.isEqual(one, d.digest()) + " " + d.getDigestLength() + " " + HexFormat.of().formatHex(d.digest()).substring(0, 8));
        }
        byte[] big = new byte[100_000];
        for (int i = 0; i < big.length; i++) big[i] = (byte) (i * i);
        System.out.println(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(big)));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("key".getBytes(), "HmacSHA256"));
        System.out.println(HexFormat.of().formatHex(mac.doFinal(data)));
        SecretKeySpec key = new SecretKeySpec("0123456789abcdef".getBytes(), "AES");
        Cipher c = Cipher.getInstance("AES/CBC/PKCS5Padding");
        c.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        byte[] enc = c.doFinal(data);
        c.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        System.out.println(Base64.getEncoder().encodeToString(enc) + " " + new String(c.doFinal(enc)));
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
        System.out.println(Base64.getEncoder().encodeToString(gcm.doFinal(data)));
        SecretKeyFactory f = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        System.out.println(HexFormat.of().formatHex(f.generateSecret(new PBEKeySpec("password".toCharArray(), "salt".getBytes(), 100, 256)).getEncoded()));
        try {
            MessageDigest.getInstance("NOPE");
        } catch (NoSuchAlgorithmException e) {
            System.out.println(e.getMessage());
        }
        enc[3] ^= 1;
        enc[enc.length - 1] ^= 1;
        try {
            c.doFinal(enc);
            System.out.println("accepted");
        } catch (BadPaddingException e) {
            System.out.println(e.getClass().getSimpleName());
        }
        System.out.println(Security.getProviders().length > 5 ? Security.getProviders()[0].getName() : "few");
        System.out.println(new BigInteger(1, MessageDigest.getInstance("SHA-1").digest(new byte[0])).bitLength());
    }
}
