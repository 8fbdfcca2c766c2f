"""The channel bindings of a certificate, as pypsrp makes them. Argument: a file in PEM."""

import sys
import warnings

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pypsrp.negotiate import HTTPNegotiateAuth

warnings.simplefilter("ignore")
with open(sys.argv[1], "rb") as file:
    certificate = x509.load_pem_x509_certificate(file.read()).public_bytes(Encoding.DER)
print((b"tls-server-end-point:" + HTTPNegotiateAuth._get_certificate_hash(certificate)).hex())
