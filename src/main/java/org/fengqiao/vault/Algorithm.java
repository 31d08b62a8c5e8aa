package org.fengqiao.vault;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How fields are sealed and indexed. Both are authenticated: a sealed value opens unchanged under its own associated data or not at all.
 * Sealed bytes are a nonce of 12 random bytes, the ciphertext and a tag of 16 bytes.
 */
enum Algorithm {
    /** AES-256-GCM (Google Tink) and HMAC-SHA256. */
    AES(1, 32) {
        @Override
        Sealer sealer(byte[] key) {
            try {
                AesGcmJce aes = new AesGcmJce(key);
                return new Sealer() {
                    @Override
                    public byte[] seal(byte[] plain, byte[] associated) throws GeneralSecurityException {
                        return aes.encrypt(plain, associated);
                    }

                    @Override
                    public byte[] open(byte[] sealed, byte[] associated) throws GeneralSecurityException {
                        return aes.decrypt(sealed, associated);
                    }
                };
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("Every Java has AES-GCM", impossible);
            }
        }

        @Override
        byte[] mac(byte[] key, byte[] words) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac.doFinal(words);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("Every Java has HMAC-SHA256", impossible);
            }
        }
    },
    /** SM4-GCM (GB/T 32907-2016) and HMAC-SM3 (GB/T 32905-2016), by Bouncy Castle. */
    SM4(2, 16) {
        @Override
        Sealer sealer(byte[] key) {
            KeyParameter parameter = new KeyParameter(key);
            return new Sealer() {
                @Override
                public byte[] seal(byte[] plain, byte[] associated) throws GeneralSecurityException {
                    byte[] nonce = new byte[NONCE];
                    RANDOM.nextBytes(nonce);
                    byte[] sealed = Arrays.copyOf(nonce, NONCE + plain.length + TAG);
                    run(true, nonce, associated, plain, 0, sealed, NONCE);
                    return sealed;
                }

                @Override
                public byte[] open(byte[] sealed, byte[] associated) throws GeneralSecurityException {
                    if (sealed.length < NONCE + TAG) {
                        throw new GeneralSecurityException("too short");
                    }
                    byte[] plain = new byte[sealed.length - NONCE - TAG];
                    run(false, Arrays.copyOf(sealed, NONCE), associated, sealed, NONCE, plain, 0);
                    return plain;
                }

                private void run(
                        boolean seals, byte[] nonce, byte[] associated, byte[] in, int from, byte[] out, int to)
                        throws GeneralSecurityException {
                    GCMModeCipher gcm = GCMBlockCipher.newInstance(new SM4Engine());
                    gcm.init(seals, new AEADParameters(parameter, TAG * 8, nonce, associated));
                    // What is opened comes out whole only after its tag was judged.
                    byte[] result = new byte[gcm.getOutputSize(in.length - from)];
                    int done = gcm.processBytes(in, from, in.length - from, result, 0);
                    try {
                        done += gcm.doFinal(result, done);
                    } catch (InvalidCipherTextException forged) {
                        throw new GeneralSecurityException(forged);
                    }
                    System.arraycopy(result, 0, out, to, done);
                }
            };
        }

        @Override
        byte[] mac(byte[] key, byte[] words) {
            HMac mac = new HMac(new SM3Digest());
            mac.init(new KeyParameter(key));
            mac.update(words, 0, words.length);
            byte[] result = new byte[mac.getMacSize()];
            mac.doFinal(result, 0);
            return result;
        }
    };

    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How it is written in front of every sealed value. */
    final byte code;

    private final int keyLength;

    Algorithm(int code, int keyLength) {
        this.code = (byte) code;
        this.keyLength = keyLength;
    }

    /** Seals and opens with one key. */
    interface Sealer {

        byte[] seal(byte[] plain, byte[] associated) throws GeneralSecurityException;

        byte[] open(byte[] sealed, byte[] associated) throws GeneralSecurityException;
    }

    abstract Sealer sealer(byte[] key);

    /** A keyed digest of 32 bytes. */
    abstract byte[] mac(byte[] key, byte[] words);

    /** A key of the length this algorithm seals with. */
    Sealer sealerOf(byte[] secret) {
        return sealer(Arrays.copyOf(derived(secret, "seal"), keyLength));
    }

    /** A key of 32 bytes for one purpose. */
    byte[] derived(byte[] secret, String purpose) {
        return mac(secret, purpose.getBytes(StandardCharsets.UTF_8));
    }
}
