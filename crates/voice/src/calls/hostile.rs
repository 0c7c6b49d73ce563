//! What others may try: wrong certificates, addresses nobody allowed, noise in place of packets, hours of everything.
